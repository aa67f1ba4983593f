-- All that the jobs in flight of one process ask of the ledger, in one round trip.
--
-- KEYS[1]   the highest fencing token given out so far
-- KEYS[i]   the entry of a job:  R<token>:<claim>   a worker runs it; expires with its lease
--                                D<event>           its effect happened, the event has yet to be told
--                                E                  its effect happened and there is nothing left to tell
-- ARGV[1]   lease in ms
-- ARGV[2]   retention in ms
-- ARGV[…]   for each run of entries of which the same is asked four: verb, how many, claim with its colon, value
--
-- Answers the token that all claims of this call share, 0 without claims; then, for each entry for which the answer is
-- not a plain yes, its number from 1 and the answer: 0 for "somebody else has it", or what a claim found instead.
local clock, lease, retention = KEYS[1], ARGV[1], ARGV[2]
local call, byte, find = redis.call, string.byte, string.find
local token = 0

-- The clock of this server, but never backwards: it may have been set, or be that of a replica that took over. The jobs
-- of one call are different ones and can share a token.
local function next_token()
  if token == 0 then
    local now = call('TIME')
    token = math.max(now[1] * 1000000 + now[2], tonumber(call('GET', clock) or 0) + 1)
    call('SET', clock, string.format('%.0f', token))
  end
  return string.format('%.0f', token)
end

-- The claim is the last part of what is held, as one claim may begin like another. Nothing held is nobody's: the lease ran
-- out and nobody took over, or the data was lost.
local function is_of_another(held, claim)
  return held and not (byte(held) == 82 and find(held, claim, -#claim, true))
end

-- What is asked of a run becomes a function of an entry, which returns nothing for yes.
local verbs = {}

-- Nearly always there is no entry, and one command does.
function verbs.claim(claim)
  local running = 'R' .. next_token() .. claim
  return function(key)
    if not call('SET', key, running, 'NX', 'PX', lease) then
      local held = call('GET', key)
      return byte(held) == 82 and 'R' .. call('PTTL', key) or held
    end
  end
end

-- Nearly always the entry is ours, and one command does. What is of another is put back. How much of its time was left is
-- not known any more, so it begins anew: once a lease longer than it would have been, or as long as any entry that is done.
function verbs.done(claim, value)
  return function(key)
    local held = call('SET', key, value, 'PX', retention, 'GET')
    if is_of_another(held, claim) then
      call('SET', key, held, 'PX', byte(held) == 82 and lease or retention)
      return 0
    end
  end
end

function verbs.told()
  return function(key)
    local held = call('GET', key)
    if held and byte(held) == 68 then
      call('SET', key, 'E', 'KEEPTTL')
    end
  end
end

function verbs.release(claim)
  return function(key)
    local held = call('GET', key)
    if is_of_another(held, claim) then
      return 0
    end
    if held then
      call('DEL', key)
    end
  end
end

function verbs.renew(claim, value)
  return function(key)
    local held = call('GET', key)
    if is_of_another(held, claim) then
      return 0
    end
    call('SET', key, held or value, 'PX', lease)
  end
end

-- Nothing asked is a probe: a server that takes no writes is as good as none.
if #KEYS == 1 then
  call('SET', clock, call('GET', clock) or '0')
end

local answers, first, at = {0}, 2, 3
while first <= #KEYS do
  local ask, last = verbs[ARGV[at]](ARGV[at + 2], ARGV[at + 3]), first + ARGV[at + 1] - 1
  for i = first, last do
    local answer = ask(KEYS[i])
    if answer then
      answers[#answers + 1] = i - 1
      answers[#answers + 1] = answer
    end
  end
  first, at = last + 1, at + 4
end
answers[1] = token
return answers
