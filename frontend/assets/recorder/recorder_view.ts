// The panel of the microphone: level, time, stop, cancel.
import { problemToHtml } from "../basic/problem";
import { text } from "../basic/text";
import type { UploadForm } from "../form/upload_form";
import { type Recorder, startRecorder } from "./recorder";

/** Record until somebody stops or the time is over, then listen to it; a panel for one at a time. */
export async function recordInto(
  panel: HTMLElement,
  button: HTMLButtonElement,
  upload: UploadForm,
): Promise<void> {
  const longestS = Number(panel.dataset.longestS);
  const stop = panel.querySelector("[data-stop]") as HTMLButtonElement;
  const discard = panel.querySelector("[data-discard]") as HTMLButtonElement;
  const fill = panel.querySelector(".recorder-fill") as SVGElement;
  const meter = panel.querySelector("[role=meter]") as SVGElement;
  const time = panel.querySelector(".recorder-time") as HTMLElement;
  let recorder: Recorder | null = null;
  let smooth = 0;

  button.disabled = true;
  try {
    recorder = await startRecorder((level, seconds) => {
      smooth = Math.max(level, smooth * 0.97);
      const percent = Math.round(100 * smooth);
      fill.setAttribute("width", `${percent}%`);
      meter.setAttribute("aria-valuenow", String(percent));
      time.textContent = secondsToClock(seconds);
      if (seconds >= longestS) stop.click();
    });
  } catch (error) {
    button.disabled = false;
    button.focus();
    upload.showProblem(problemToHtml(errorToProblem(error)));
    return;
  }
  const finish = (isKept: boolean) => {
    const recording = recorder?.stop();
    recorder = null;
    button.disabled = false;
    panel.hidden = true;
    button.focus();
    stop.onclick = discard.onclick = null;
    if (!recording) return;
    if (!isKept) return upload.setStatus(text("cancelled"));
    const now = new Date();
    const name = text("recording_file", {
      time: secondsToClock(now.getHours() * 60 + now.getMinutes()).replace(":", "."),
    });
    void upload.listenTo([new File([recording], name, { type: "audio/wav" })]);
  };
  stop.onclick = () => finish(true);
  discard.onclick = () => finish(false);
  upload.setStatus("");
  panel.hidden = false;
  stop.focus();
}

function errorToProblem(error: unknown): "refused-microphone" | "no-microphone" {
  const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
  return isRefused ? "refused-microphone" : "no-microphone";
}

function secondsToClock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
