// Samples → a WAV file, the one format that every browser can make and every service takes.

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const LARGEST = 32767;

/** Mono, 16 bits; samples are ±1, in pieces. */
export function samplesToWav(pieces: Float32Array[], rateHz: number): Blob {
  const nSamples = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + nSamples * BYTES_PER_SAMPLE));
  writeHeader(view, nSamples * BYTES_PER_SAMPLE, rateHz);
  let at = HEADER_BYTES;
  for (const piece of pieces) {
    for (const sample of piece) {
      view.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * LARGEST), true);
      at += BYTES_PER_SAMPLE;
    }
  }
  return new Blob([view.buffer], { type: "audio/wav" });
}

function writeHeader(view: DataView, nBytes: number, rateHz: number): void {
  const words: [number, string][] = [
    [0, "RIFF"],
    [8, "WAVE"],
    [12, "fmt "],
    [36, "data"],
  ];
  for (const [at, word] of words) {
    for (const [index, letter] of [...word].entries()) {
      view.setUint8(at + index, letter.charCodeAt(0));
    }
  }
  view.setUint32(4, HEADER_BYTES - 8 + nBytes, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // whole numbers
  view.setUint16(22, 1, true); // mono
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  view.setUint32(40, nBytes, true);
}
