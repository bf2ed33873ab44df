// Two songs that are compared: facts, pictures on one axis of time, and one play head over both.

import { html, svg } from "../basic/element";
import { clock } from "../basic/numbers";
import { text } from "../basic/text";
import { drawTimelines } from "../music/genre_timeline";
import { showPlayHead } from "../music/play_head";
import { Player } from "../music/player";
import { drawTicks, TimeAxis } from "../music/time_axis";
import { dataToDuration, dataToFormat } from "../results/result_data";
import type { Heard } from "./comparison";
import { songsToFacts } from "./facts_table";
import { drawPictures, songToLanes } from "./song_lanes";
import { TwoPlayers } from "./two_players";

const ICONS = { play: "M5 3.2v13.6L17 10z", stop: "M4.5 3h4v14h-4zM11.5 3h4v14h-4z" };

/** Where two songs are under their play head. */
export interface Place {
  now: number;
  heard: number;
  isPlaying: boolean;
}

export class ComparedSongs {
  readonly elements: HTMLElement[];
  readonly #facts = html("div");
  readonly #players: TwoPlayers;

  constructor(
    private readonly first: Heard,
    private readonly second: Heard,
  ) {
    const songs = [first, second] as const;
    const lengths = songs.map(({ data }) => dataToDuration(data) ?? 0);
    const axis = new TimeAxis(Math.max(...lengths));
    const [one, other] = [
      new Player(first.file, axis, lengths[0]),
      new Player(second.file, axis, lengths[1]),
    ];
    this.#players = new TwoPlayers(one, other, axis);
    const lanes = songs.map(({ file, data }, at) => songToLanes(file, data, letter(at)));
    const ticks = html("div", { class: "lane lane-time", "aria-hidden": "true" });
    const legend = html("ul", { class: "music-legend", "aria-label": text("legend") });
    const seek = seekSlider();
    const stage = html("div", { class: "music-stage" });
    stage.append(...lanes.flatMap(({ elements }) => elements), ticks, seek);
    this.elements = [this.#facts, this.#controls(), stage, legend];
    this.refresh();
    drawTicks(ticks, axis);
    const timelines = lanes.flatMap(({ genres }) => genres ?? []);
    drawTimelines(timelines, legend, axis);
    showPlayHead(seek, this.#players);
    lanes.forEach((lane, at) => {
      const { file } = at === 0 ? first : second;
      void drawPictures(file, lane, this.#players);
    });
  }

  isOf(first: Heard, second: Heard): boolean {
    return first === this.first && second === this.second;
  }

  /** Say anew what they are: a tempo or a genre may have been corrected. */
  refresh(): void {
    const drawn = html("div", {}, ...songsToFacts(this.first, this.second));
    if (drawn.textContent === this.#facts.textContent) return;
    this.#facts.replaceChildren(...drawn.childNodes);
  }

  /** Where it is, for those that come after it; it plays on where the song that is heard stays. */
  placeFor(first: Heard, second: Heard): Place {
    const { now, heard, isPlaying } = this.#players;
    const stays = heard === 0 ? first === this.first : second === this.second;
    return { now, heard, isPlaying: isPlaying && stays };
  }

  goTo({ now, heard, isPlaying }: Place): void {
    this.#players.hear(heard);
    this.#players.seek(now);
    if (isPlaying) this.#players.play();
  }

  close(): void {
    this.#players.close();
  }

  #controls(): HTMLElement {
    const play = html(
      "button",
      { type: "button", class: "music-play" },
      icon("play"),
      icon("stop"),
    );
    play.addEventListener("click", () => this.#players.toggle());
    const now = html("span", { "data-now": "" });
    const length = ` / ${clock(this.#players.axis.durationS)}`;
    const switched = html("div", {
      class: "heard-song",
      role: "group",
      "aria-label": text("heard_song"),
    });
    const buttons = [this.first, this.second].map(({ file }, at) => {
      const label = text("hear_song", { letter: letter(at), name: file.name });
      const button = html("button", { type: "button", "aria-label": label }, letter(at));
      button.addEventListener("click", () => this.#players.hear(at));
      return button;
    });
    switched.append(...buttons);
    this.#players.listen(() => {
      const { isPlaying, canPlay, heard } = this.#players;
      play.ariaLabel = isPlaying ? text("pause") : text("play");
      play.classList.toggle("is-on", isPlaying);
      play.disabled = !canPlay;
      now.textContent = clock(this.#players.now);
      buttons.forEach((button, at) => {
        button.ariaPressed = String(at === heard);
      });
    });
    const time = html("p", { class: "music-clock" }, now, length);
    const note = html("p", { class: "note", role: "status" });
    this.#players.listen(() => {
      const { canPlay, heard } = this.#players;
      const format = dataToFormat((heard === 0 ? this.first : this.second).data);
      note.textContent = canPlay ? "" : text("unplayable", { format });
    });
    return html("div", { class: "music-controls" }, play, switched, time, this.#zoom(), note);
  }

  #zoom(): HTMLElement {
    const { axis } = this.#players;
    const [out, closer] = [
      zoomButton("zoom_out", "M4 10h12"),
      zoomButton("zoom_in", "M4 10h12M10 4v12"),
    ];
    closer.addEventListener("click", () => axis.zoom(0.5, this.#players.now));
    out.addEventListener("click", () => axis.zoom(2, this.#players.now));
    axis.follow(() => out.setAttribute("aria-disabled", String(axis.isWhole)));
    const label = { class: "music-zoom", role: "group", "aria-label": text("zoom") };
    return html("div", label, out, closer);
  }
}

function letter(at: number): string {
  return "AB".charAt(at);
}

function icon(name: keyof typeof ICONS): SVGSVGElement {
  const size = { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" };
  return svg("svg", { class: `icon-${name}`, ...size }, svg("path", { d: ICONS[name] }));
}

function zoomButton(name: "zoom_in" | "zoom_out", path: string): HTMLButtonElement {
  const label = name === "zoom_in" ? text("zoom_in") : text("zoom_out");
  const size = { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" };
  const sign = svg("svg", { class: "icon-line", ...size }, svg("path", { d: path }));
  return html("button", { type: "button", "aria-label": label }, sign);
}

function seekSlider(): HTMLElement {
  const head = html("span", { class: "music-head", "aria-hidden": "true" });
  const slider = html("div", { class: "music-seek", role: "slider", tabindex: 0 }, head);
  for (const name of ["valuemin", "valuemax", "valuenow"]) slider.setAttribute(`aria-${name}`, "0");
  slider.ariaLabel = text("position_both");
  return slider;
}
