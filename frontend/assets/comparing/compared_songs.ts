// Two songs that are compared: facts, pictures on one axis of time, and one play head over both.

import { html, svg } from "../basic/element";
import { clock } from "../basic/numbers";
import { text } from "../basic/text";
import { showPlayButton, showZoom } from "../music/controls";
import { drawTimelines } from "../music/genre_timeline";
import { showPlayHead } from "../music/play_head";
import { Player } from "../music/player";
import { drawTicks, TimeAxis } from "../music/time_axis";
import { dataToDuration, dataToFormat } from "../results/result_data";
import type { Heard } from "./comparison";
import { songsToFacts } from "./facts_table";
import { drawPictures, songToLanes } from "./song_lanes";
import { TwoPlayers } from "./two_players";

const PLAY = "M5 3.2v13.6L17 10z";
const PAUSE = "M4.5 3h4v14h-4zM11.5 3h4v14h-4z";

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
      icon("play", PLAY),
      icon("stop", PAUSE),
    );
    const now = html("span", { "data-now": "" });
    showPlayButton(play, now, this.#players);
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
    const time = html("p", { class: "music-clock" }, now, length);
    const note = html("p", { class: "note", role: "status" });
    this.#players.listen(() => {
      const { canPlay, heard } = this.#players;
      buttons.forEach((button, at) => {
        button.ariaPressed = String(at === heard);
      });
      const format = dataToFormat((heard === 0 ? this.first : this.second).data);
      note.textContent = canPlay ? "" : text("unplayable", { format });
    });
    return html("div", { class: "music-controls" }, play, switched, time, this.#zoom(), note);
  }

  #zoom(): HTMLElement {
    const out = zoomButton(text("zoom_out"), "M4 10h12");
    const closer = zoomButton(text("zoom_in"), "M4 10h12M10 4v12");
    showZoom(closer, out, this.#players);
    const label = { class: "music-zoom", role: "group", "aria-label": text("zoom") };
    return html("div", label, out, closer);
  }
}

function letter(at: number): string {
  return "AB".charAt(at);
}

function icon(kind: string, path: string): SVGSVGElement {
  const size = { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" };
  return svg("svg", { class: `icon-${kind}`, ...size }, svg("path", { d: path }));
}

function zoomButton(label: string, path: string): HTMLButtonElement {
  return html("button", { type: "button", "aria-label": label }, icon("line", path));
}

function seekSlider(): HTMLElement {
  const head = html("span", { class: "music-head", "aria-hidden": "true" });
  const slider = html("div", { class: "music-seek", role: "slider", tabindex: 0 }, head);
  for (const name of ["valuemin", "valuemax", "valuenow"]) slider.setAttribute(`aria-${name}`, "0");
  slider.ariaLabel = text("position_both");
  return slider;
}
