-- All that the jobs in flight of one process ask of the ledger, in one round trip.
--
-- KEYS[1]   the highest fencing token given out so far
-- KEYS[i]   the entry of a job:  R<token>:<claim>   a worker runs it; expires with its lease
--                                D<event>           its effect happened, the event has yet to be told
--                                E                  its effect happened and there is nothing left to tell
-- ARGV[1]   lease in ms
-- ARGV[2]   retention in ms
-- ARGV[…]   for each entry three: verb, claim with its colon, value
--
-- Answers for each entry: a token or 1 for yes, 0 for "somebody else has it", or what a claim found instead.
local clock, lease, retention = KEYS[1], ARGV[1], ARGV[2]
local token

-- The clock of this server, but never backwards: it may have been set, or be that of a replica that took over.
local function next_token()
  if not token then
    local now = redis.call('TIME')
    token = math.max(now[1] * 1000000 + now[2], tonumber(redis.call('GET', clock) or 0) + 1)
    redis.call('SET', clock, string.format('%.0f', token))
  end
  return token
end

local function is_claim(held, claim)
  return string.sub(held, 1, 1) == 'R' and string.sub(held, -#claim) == claim
end

local verbs = {}

function verbs.claim(key, held, claim)
  if not held then
    local fence = next_token()
    redis.call('SET', key, 'R' .. string.format('%.0f', fence) .. claim, 'PX', lease)
    return fence
  end
  if string.sub(held, 1, 1) == 'R' then
    return 'R' .. redis.call('PTTL', key)
  end
  return held
end

-- No entry: the lease ran out and nobody took over, or the data was lost. The effect happened all the same.
function verbs.done(key, held, claim, value)
  if not held or is_claim(held, claim) then
    redis.call('SET', key, value, 'PX', retention)
    return 1
  end
  return 0
end

function verbs.told(key, held)
  if held and string.sub(held, 1, 1) == 'D' then
    redis.call('SET', key, 'E', 'KEEPTTL')
  end
  return 1
end

function verbs.release(key, held, claim)
  if held and is_claim(held, claim) then
    redis.call('DEL', key)
  end
  return (not held or is_claim(held, claim)) and 1 or 0
end

function verbs.renew(key, held, claim, value)
  if held and not is_claim(held, claim) then
    return 0
  end
  redis.call('SET', key, held or value, 'PX', lease)
  return 1
end

-- Nothing asked is a probe: a server that takes no writes is as good as none.
if #KEYS == 1 then
  redis.call('SET', clock, redis.call('GET', clock) or '0')
end

local answers = {}
for i = 2, #KEYS do
  local at = 3 * (i - 2) + 3
  answers[i - 1] = verbs[ARGV[at]](KEYS[i], redis.call('GET', KEYS[i]), ARGV[at + 1], ARGV[at + 2])
end
return answers
