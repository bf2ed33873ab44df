// The microphone → samples, and how loud it is.
import { samplesToWav } from "./wav";

export interface Recorder {
  /** Stop and give back what was heard. */
  stop(): Blob;
}

/**
 * Start to record; `onLevel` gets the loudest sample of a moment, 0 to 1, and the seconds so far.
 * Rejects with the browser's `DOMException` where there is no microphone or it is not allowed.
 */
export async function startRecorder(
  onLevel: (level: number, seconds: number) => void,
): Promise<Recorder> {
  if (!navigator.mediaDevices) throw new DOMException("no microphone", "NotFoundError");
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: raw });
  const context = new AudioContext();
  await context.audioWorklet.addModule(new URL("./recorder_worklet.js", import.meta.url));
  const node = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0 });
  const pieces: Float32Array[] = [];
  let nSamples = 0;
  node.port.onmessage = (event: MessageEvent<Float32Array>) => {
    pieces.push(event.data);
    nSamples += event.data.length;
    const level = event.data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    onLevel(level, nSamples / context.sampleRate);
  };
  context.createMediaStreamSource(stream).connect(node);
  return {
    stop() {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
      return samplesToWav(pieces, context.sampleRate);
    },
  };
}
