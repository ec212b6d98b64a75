import { SIGNATURE_HEADER, TOKEN_HEADER } from './headers';

/**
 * The script for wrk: reads a line for each request (path, signature, start of the token, body,
 * separated by tabs) and prints what came of them as JSON.
 */
export function writeSendScript(headers: Readonly<Record<string, string>>): string {
  const fixed = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `
local fixed = ${JSON.stringify(`${fixed.join('\r\n')}\r\n`)}
local heads, tails = {}, {}
local threads = {}
-- wrk asks for one request to look at it, and sends it to nobody.
n = -1

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  for line in io.lines(args[1]) do
    local path, signature, token, body = line:match("([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t(.*)")
    heads[#heads + 1] = "POST " .. path .. " HTTP/1.1\\r\\n" .. fixed ..
      "${SIGNATURE_HEADER}: " .. signature .. "\\r\\n${TOKEN_HEADER}: " .. token
    tails[#tails + 1] = "\\r\\nContent-Length: " .. #body .. "\\r\\n\\r\\n" .. body
  end
end

function request()
  n = n + 1
  local i = n % #heads + 1
  return heads[i] .. string.format("%08x", n) .. tails[i]
end

function done(summary, latency, requests)
  local sent = 0
  for _, thread in ipairs(threads) do sent = sent + thread:get("n") end
  local errors = summary.errors
  io.write(string.format(
    '{"sent":%d,"answered":%d,"refused":%d,"broken":%d,"tookUs":%d,"p50Us":%d,"p99Us":%d}\\n',
    sent, summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
`;
}
