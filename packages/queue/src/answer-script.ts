/**
 * Adds rows to the stream, each once: in one step with its bit. A row with its bit set is in the stream, and
 * a trial that runs a second time (a worker that was frozen and came back) adds nothing. Removes the pending
 * answers of these trials. A run that has ended accepts no rows. KEYS: alive, stream, pending, then the
 * bitmaps from the first to the last that is needed. ARGV: the number of the first bitmap, trials of a
 * bitmap, the worker's id, then for each row its trial's index and its JSON. Returns the number of new rows,
 * or -1 if the run has ended.
 */
export const SEND_ROWS = `
if redis.call("EXISTS", KEYS[1]) == 0 then return -1 end
local first, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local added = 0
for i = 4, #ARGV, 2 do
  local index = tonumber(ARGV[i])
  local bitmap = KEYS[4 + math.floor(index / size) - first]
  if redis.call("SETBIT", bitmap, index % size, 1) == 0 then
    redis.call("XADD", KEYS[2], "*", "r", ARGV[i + 1], "w", ARGV[3])
    added = added + 1
  end
end
for i = 4, #ARGV, 2 do redis.call("HDEL", KEYS[3], ARGV[i]) end
return added
`;

/**
 * Renews the lease of a coordinator, or takes it if it is free. KEYS: the lease. ARGV: its value,
 * milliseconds. Returns 0 if another coordinator has it.
 */
export const RENEW_LEASE = `
local owner = redis.call("GET", KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
if owner then redis.call("PEXPIRE", KEYS[1], ARGV[2]) else redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2]) end
return 1
`;

/**
 * Deletes rows from the stream, unless another coordinator has the lease. KEYS: the lease, the stream. ARGV: the lease's
 * value, the ids. Returns -1 where another one has it.
 */
export const DELETE_OWN = `
local owner = redis.call("GET", KEYS[1])
if owner and owner ~= ARGV[1] then return -1 end
return redis.call("XDEL", KEYS[2], unpack(ARGV, 2))
`;

/**
 * A share of a limit (generic cell rate algorithm): takes up to ARGV[2] units at ARGV[1] units a minute, as
 * one lease of at most ARGV[3] milliseconds. KEYS: the limit's state. Returns {units, waitMs}: the granted
 * units, or the time until some are available. Uses the server's time: the workers' clocks need not agree.
 */
export const TAKE_LEASE = `
local now = redis.call("TIME")
local nowMs = now[1] * 1000 + now[2] / 1000
local unitMs = 60000 / tonumber(ARGV[1])
local nextAt = tonumber(redis.call("GET", KEYS[1]) or 0)
if nextAt < nowMs then nextAt = nowMs end
local room = math.floor((nowMs + tonumber(ARGV[3]) - nextAt) / unitMs)
if room < 1 then return {0, math.ceil(nextAt - nowMs - tonumber(ARGV[3]) + unitMs)} end
local units = math.min(room, tonumber(ARGV[2]))
redis.call("SET", KEYS[1], string.format("%.3f", nextAt + units * unitMs), "PX", math.ceil(nextAt + units * unitMs - nowMs) + 60000)
return {units, 0}
`;
