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
local token, token_text

-- The clock of this server, but never backwards: it may have been set, or be that of a replica that took over. The jobs
-- of one call are different ones and can share a token.
local function next_token()
  if not token then
    local now = redis.call('TIME')
    token = math.max(now[1] * 1000000 + now[2], tonumber(redis.call('GET', clock) or 0) + 1)
    token_text = string.format('%.0f', token)
    redis.call('SET', clock, token_text)
  end
  return token
end

-- The last part of what is held, as one claim may begin like another.
local function is_claim(held, claim)
  return string.byte(held) == 82 and string.find(held, claim, -#claim, true)
end

local verbs = {}

-- Nearly always there is no entry, and one command does.
function verbs.claim(key, claim)
  local fence = next_token()
  if redis.call('SET', key, 'R' .. token_text .. claim, 'NX', 'PX', lease) then
    return fence
  end
  local held = redis.call('GET', key)
  return string.byte(held) == 82 and 'R' .. redis.call('PTTL', key) or held
end

-- No entry: the lease ran out and nobody took over, or the data was lost. The effect happened all the same.
function verbs.done(key, claim, value)
  local held = redis.call('GET', key)
  if held and not is_claim(held, claim) then
    return 0
  end
  redis.call('SET', key, value, 'PX', retention)
  return 1
end

function verbs.told(key)
  local held = redis.call('GET', key)
  if held and string.byte(held) == 68 then
    redis.call('SET', key, 'E', 'KEEPTTL')
  end
  return 1
end

function verbs.release(key, claim)
  local held = redis.call('GET', key)
  if held and not is_claim(held, claim) then
    return 0
  end
  if held then
    redis.call('DEL', key)
  end
  return 1
end

function verbs.renew(key, claim, value)
  local held = redis.call('GET', key)
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
  answers[i - 1] = verbs[ARGV[at]](KEYS[i], ARGV[at + 1], ARGV[at + 2])
end
return answers
