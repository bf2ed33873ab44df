// Runs beside the page, on the audio thread: hands over what the microphone hears.

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, kind: typeof AudioWorkletProcessor): void;

class Recorder extends AudioWorkletProcessor {
  process(inputs: Float32Array[][]): boolean {
    const heard = inputs[0]?.[0];
    if (heard) this.port.postMessage(heard.slice()); // the browser uses its own memory again
    return true;
  }
}

registerProcessor("recorder", Recorder);
