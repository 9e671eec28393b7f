import { describe, expect, test } from "@jest/globals";
import { Tensor, type AnalysisProgress, type AnalysisSummary } from "../../../../src/protocol";
import { ProgressFeed, type Clock } from "../progress";

/** Time that passes only when told to. */
class FakeClock implements Clock {
  private time = 0;
  private timers: { at: number; action: () => void }[] = [];
  now = (): number => this.time;
  later = (action: () => void, delay: number): void => {
    this.timers.push({ at: this.time + delay, action });
  };
  pass(duration: number): void {
    const end = this.time + duration;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.time = Math.max(this.time, next.at);
      next.action();
    }
    this.time = end;
  }
}

const summary = { rows: 1 } as AnalysisSummary;

function followed() {
  const clock = new FakeClock();
  const feed = new ProgressFeed("a", clock);
  const seen: (AnalysisProgress & { time: number })[] = [];
  const stop = feed.follow((progress) => seen.push({ ...progress, time: clock.now() }));
  seen.length = 0;
  return { clock, feed, seen, stop };
}

describe("progress", () => {
  test("is sent at most twenty times a second and loses nothing", () => {
    const { clock, feed, seen } = followed();
    for (let done = 1; done <= 1000; done++) {
      feed.step("embedding", done, 1000);
      clock.pass(1);
    }
    clock.pass(100);
    for (let i = 1; i < seen.length; i++)
      expect(seen[i]!.time - seen[i - 1]!.time).toBeGreaterThanOrEqual(50);
    expect(seen.length).toBeLessThanOrEqual(21);
    expect(seen.at(-1)).toMatchObject({ stage: "embedding", done: 1000, total: 1000 });
  });

  test("gathers columns that become known between two messages, and sends each once", () => {
    const { clock, feed, seen } = followed();
    feed.publish({ labelNames: ["a"] });
    feed.publish({ gold: new Tensor("int32", Int32Array.of(0)) });
    clock.pass(50);
    feed.step("layout", 1, 2);
    clock.pass(50);
    expect(seen.map(({ columns }) => Object.keys(columns ?? {}))).toEqual([["labelNames", "gold"], []]);
  });

  test("tells who comes late everything known so far", () => {
    const { clock, feed } = followed();
    feed.publish({ labelNames: ["a"] });
    clock.pass(1000);
    const late: AnalysisProgress[] = [];
    feed.follow((progress) => late.push(progress));
    expect(late[0]?.columns).toEqual({ labelNames: ["a"] });
    expect(feed.state().columns).toEqual({ labelNames: ["a"] });
  });

  test("ends at once, with what had not been sent, and says nothing after", () => {
    const { clock, feed, seen } = followed();
    feed.step("quality", 1, 1);
    clock.pass(50);
    seen.length = 0;
    feed.publish({ clusterNames: ["c"] });
    feed.finish(summary);
    clock.pass(1000);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ stage: "ready", summary, columns: { clusterNames: ["c"] } });
  });

  test("estimates the rest of a stage from its pace, once that is known", () => {
    const { clock, feed } = followed();
    feed.step("embedding", 0, 100);
    expect(feed.state().secondsLeft).toBeNull();
    clock.pass(5000);
    feed.step("embedding", 10, 100);
    expect(feed.state().secondsLeft).toBeNull();
    clock.pass(1000);
    feed.step("embedding", 20, 100);
    expect(feed.state().secondsLeft).toBeCloseTo(8, 6);
    feed.step("layout", 1, 100);
    expect(feed.state().secondsLeft).toBeNull();
  });

  test("reaches nobody who has left", () => {
    const { clock, feed, seen, stop } = followed();
    stop();
    feed.step("layout", 1, 2);
    clock.pass(100);
    expect(seen).toEqual([]);
  });
});
