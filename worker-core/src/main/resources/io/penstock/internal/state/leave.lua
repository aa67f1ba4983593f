-- Takes member ARGV[1] out of a line. KEYS as in join.lua.
local place = redis.call('HGET', KEYS[2], ARGV[1])
if place then
  redis.call('ZREM', KEYS[1], place)
  redis.call('HDEL', KEYS[2], ARGV[1])
end
redis.call('ZREM', KEYS[3], ARGV[1])
return {1}
