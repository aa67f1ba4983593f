-- Puts member ARGV[1] into a line at ARGV[2], if it is in it nowhere yet, for ARGV[3] ms. Answers {how many are before it}.
-- KEYS: places in order, the place of each member, until when each member counts.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local member, keep = ARGV[1], tonumber(ARGV[3])
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, 1000)) do
  local place = redis.call('HGET', KEYS[2], gone)
  if place then
    redis.call('ZREM', KEYS[1], place)
    redis.call('HDEL', KEYS[2], gone)
  end
  redis.call('ZREM', KEYS[3], gone)
end
local place = redis.call('HGET', KEYS[2], member)
if not place then
  place = ARGV[2] .. ' ' .. member
  redis.call('HSET', KEYS[2], member, place)
  redis.call('ZADD', KEYS[1], 0, place)
end
redis.call('ZADD', KEYS[3], now + keep, member)
for _, key in ipairs(KEYS) do
  if redis.call('PTTL', key) < keep then
    redis.call('PEXPIRE', key, keep)
  end
end
return {redis.call('ZRANK', KEYS[1], place)}
