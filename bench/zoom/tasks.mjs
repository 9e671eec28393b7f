/** Main-thread work of a page, from a trace of Chromium: what every step of an interaction costs. */

/** Traces while `act` runs; `step(i)` inside it marks where a step begins. @returns one entry a step, in ms. */
export async function traceSteps(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: ["toplevel", "devtools.timeline", "blink.user_timing"],
    },
  });
  const step = (i) => page.evaluate((name) => performance.mark(name), `semla step ${i}`);
  await act(step);
  await step("end");
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return stepsOf(events);
}

function stepsOf(events) {
  const marks = events.filter(({ name }) => name.startsWith("semla step ")).sort((a, b) => a.ts - b.ts);
  const { pid, tid } = marks[0];
  const tasks = events
    .filter((e) => e.name === "ThreadControllerImpl::RunTask" && e.pid === pid && e.tid === tid && e.dur)
    .sort((a, b) => a.ts - b.ts);
  const frames = events
    .filter((e) => e.name === "FireAnimationFrame" && e.pid === pid && e.tid === tid)
    .map(({ ts }) => ts);
  return marks.slice(0, -1).map(({ ts }, i) => {
    const end = marks[i + 1].ts;
    const own = tasks.filter((task) => task.ts > ts && task.ts < end);
    const cpu = (some) => some.reduce((sum, task) => sum + (task.tdur ?? task.dur) / 1000, 0);
    // every task between two animation frames counts to the first
    const starts = frames.filter((at) => at > ts && at < end);
    const ofFrames = starts.map((from, j) =>
      cpu(own.filter((task) => task.ts + task.dur > from && task.ts + task.dur <= (starts[j + 1] ?? end))),
    );
    return {
      all: cpu(own),
      frame: Math.max(0, ...ofFrames),
      task: Math.max(0, ...own.map((task) => cpu([task]))),
    };
  });
}

export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => (sorted[Math.ceil(share * (sorted.length - 1))] ?? NaN).toFixed(1);
  return `median ${at(0.5)}, 95th percentile ${at(0.95)}, most ${at(1)} ms`;
}
