// A result ↔ a link that holds it: the models' answers, compressed, behind the `#` of the address,
// which browsers send to nobody.
import { isProblem, type ResultData } from "./result_data";

const PREFIX = "#result=";
const METHOD = "deflate-raw";
const MOST_BYTES = 512 * 1024; // what the server takes

/** The address of the page with the result behind it, such as `/#result=…`. */
export async function dataToLink(data: ResultData): Promise<string> {
  const kept = dataToKept(data);
  const beat = kept.beat as Record<string, unknown> | undefined;
  if (beat) kept.beat = beatToKept(beat);
  const stream = new Blob([JSON.stringify(kept)]).stream();
  const compressed = stream.pipeThrough(new CompressionStream(METHOD));
  const bytes = new Uint8Array(await new Response(compressed).arrayBuffer());
  return `/${PREFIX}${bytesToBase64Url(bytes)}`;
}

/** What the server needs to draw a result without its audio. */
export function dataToKept(data: ResultData): Record<string, unknown> {
  const kept: Record<string, unknown> = { file_name: data.file_name.slice(0, 255) };
  for (const model of ["svm", "vgg19"] as const) {
    const answer = data.body[model];
    if (answer && !isProblem(answer)) kept[model] = answer;
  }
  const { beat } = data.body;
  if (beat && !("code" in beat)) kept.beat = beat;
  return kept;
}

/** Without the times of the beats: they are long, and only of use over the audio. */
function beatToKept(beat: Record<string, unknown>): Record<string, unknown> {
  const rhythm = beat.rhythm as Record<string, unknown> | null | undefined;
  return rhythm ? { ...beat, rhythm: { ...rhythm, beat_times_s: [] } } : beat;
}

/** The JSON that a link's `#…` holds; null where it holds none; "" where it cannot be read. */
export async function hashToJson(hash: string): Promise<string | null> {
  if (!hash.startsWith(PREFIX)) return null;
  try {
    const bytes = base64UrlToBytes(hash.slice(PREFIX.length));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(METHOD));
    return await streamToText(stream);
  } catch {
    return ""; // the server says what is wrong, in the reader's language
  }
}

async function streamToText(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces).text();
    size += value.length;
    if (size > MOST_BYTES) throw new Error("too large");
    pieces.push(value);
  }
}

function bytesToBase64Url(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function base64UrlToBytes(encoded: string): Uint8Array<ArrayBuffer> {
  const letters = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
