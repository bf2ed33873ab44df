// One axis of time for everything that is drawn of a song, and its ticks.
import { html } from "../basic/element";
import { clock } from "../basic/numbers";

const SHORTEST_VIEW_S = 4;
const STEPS_S = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300];
const TICK_PX = 72;
const LABEL_PX = 36;

type Listener = () => void;

/** The stretch of a song that is in view; everything drawn listens to it. */
export class TimeAxis {
  start = 0;
  end: number;
  private readonly listeners: Listener[] = [];

  constructor(readonly durationS: number) {
    this.end = durationS;
  }

  get spanS(): number {
    return this.end - this.start;
  }

  get isWhole(): boolean {
    return this.spanS >= this.durationS - 1e-6;
  }

  /** Call now and whenever the view changes. */
  follow(listener: Listener): void {
    this.listeners.push(listener);
    listener();
  }

  /** Call whenever the view or the size of a place changes; first when the place has its size. */
  followWithSize(place: Element, listener: Listener): void {
    this.listeners.push(listener);
    new ResizeObserver(listener).observe(place);
  }

  /** Where a time lies, 0 the left edge and 1 the right. */
  timeToShare(timeS: number): number {
    return (timeS - this.start) / this.spanS;
  }

  shareToTime(share: number): number {
    return Math.min(this.durationS, Math.max(0, this.start + share * this.spanS));
  }

  /** Show half as much around a time (factor 0.5), or twice as much. */
  zoom(factor: number, aroundS: number): void {
    const span = Math.min(this.durationS, Math.max(SHORTEST_VIEW_S, this.spanS * factor));
    const share = Math.min(1, Math.max(0, this.timeToShare(aroundS)));
    this.show(aroundS - share * span, span);
  }

  /** Bring a time into view, a tenth of the view from its left edge, if it is outside. */
  reveal(timeS: number): void {
    if (timeS < this.start || timeS > this.end) this.show(timeS - 0.1 * this.spanS, this.spanS);
  }

  private show(start: number, span: number): void {
    this.start = Math.max(0, Math.min(start, this.durationS - span));
    this.end = this.start + span;
    for (const listener of this.listeners) listener();
  }
}

/** Ticks with times under the pictures. */
export function drawTicks(place: HTMLElement, axis: TimeAxis): void {
  const draw = () => {
    const most = Math.max(2, Math.floor(place.clientWidth / TICK_PX));
    const step = STEPS_S.find((candidate) => axis.spanS / candidate <= most) ?? 600;
    const ticks: HTMLElement[] = [];
    for (let time = Math.ceil(axis.start / step) * step; time <= axis.end + 1e-6; time += step) {
      const label = step < 1 ? `${clock(time)}${time % 1 ? ".5" : ""}` : clock(time);
      if ((1 - axis.timeToShare(time)) * place.clientWidth < LABEL_PX) break; // would be cut off
      const tick = html("span", {}, label);
      tick.style.left = `${100 * axis.timeToShare(time)}%`;
      ticks.push(tick);
    }
    place.replaceChildren(...ticks);
  };
  axis.followWithSize(place, draw);
}
