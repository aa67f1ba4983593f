-- Puts ARGV[2] in place of ARGV[1] ('' stands for no value) for ARGV[3] ms, unless the value is another one meanwhile.
-- Answers {1} or {0, the other one}.
local value = redis.call('GET', KEYS[1]) or ''
if value ~= ARGV[1] then
  return {0, value}
end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return {1}
