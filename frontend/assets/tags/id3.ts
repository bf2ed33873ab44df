// An MP3 file with other text frames in its ID3v2 tag. All other frames stay, and the audio behind
// the tag is not touched. Tags are ID3v2.3 or 2.4; a file without one gets 2.3.

/** The file is no MP3 file, or its tag cannot be changed without losing something. */
export class NotTaggableError extends Error {}

interface Tag {
  version: 3 | 4;
  flags: number;
  /** bytes of the frames that are kept */
  frames: Uint8Array[];
  /** where the audio begins */
  end: number;
}

const HEAD = 10; // bytes of a tag's head, of a footer's and of a frame's
const UNSYNCHRONISED = 0x80;
const EXTENDED = 0x40;
const FOOTER = 0x10;
const UTF_16 = 1;
const UTF_8 = 3;

/** `texts` by frame, such as `TBPM`; they take the place of those that are there. */
export function mp3WithTexts(file: Uint8Array, texts: Record<string, string>): Uint8Array[] {
  const tag = bytesToTag(file, new Set(Object.keys(texts)));
  const audio = file.subarray(tag.end);
  if (!isMpegAudio(audio)) throw new NotTaggableError();
  const made = Object.entries(texts).map(([id, words]) => textToFrame(id, words, tag.version));
  const frames = [...tag.frames, ...made];
  const size = frames.reduce((sum, { length }) => sum + length, 0);
  const head = new Uint8Array([0x49, 0x44, 0x33, tag.version, 0, tag.flags, ...syncSafe(size)]);
  return [head, ...frames, audio];
}

function bytesToTag(file: Uint8Array, replaced: ReadonlySet<string>): Tag {
  if (latin(file, 0, 3) !== "ID3") return { version: 3, flags: 0, frames: [], end: 0 };
  const [version, flags] = [file[3] ?? 0, file[5] ?? 0];
  if (version !== 3 && version !== 4) throw new NotTaggableError();
  const size = fromSyncSafe(file, 6);
  const end = HEAD + size + (version === 4 && flags & FOOTER ? HEAD : 0);
  let body = file.subarray(HEAD, HEAD + size);
  let kept = flags & ~(EXTENDED | FOOTER);
  if (version === 3 && flags & UNSYNCHRONISED) {
    body = synchronised(body);
    kept &= ~UNSYNCHRONISED;
  }
  if (flags & EXTENDED) {
    body = body.subarray(version === 3 ? 4 + from32(body, 0) : fromSyncSafe(body, 0));
  }
  const frames = bodyToFrames(body, version).filter((one) => !replaced.has(latin(one, 0, 4)));
  return { version, flags: kept, frames, end };
}

function bodyToFrames(body: Uint8Array, version: 3 | 4): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at + HEAD <= body.length && body[at] !== 0; ) {
    const length = HEAD + (version === 3 ? from32(body, at + 4) : fromSyncSafe(body, at + 4));
    const fits = /^[A-Z0-9]{4}$/.test(latin(body, at, 4)) && at + length <= body.length;
    if (!fits) throw new NotTaggableError(); // rather no copy than one that lost its cover
    frames.push(body.subarray(at, at + length));
    at += length;
  }
  return frames;
}

function textToFrame(id: string, words: string, version: 3 | 4): Uint8Array {
  const content = version === 3 ? utf16(words) : new TextEncoder().encode(words);
  const size = content.length + 1;
  const sized = version === 3 ? [size >>> 24, size >>> 16, size >>> 8, size] : syncSafe(size);
  const name = new TextEncoder().encode(id);
  const encoding = version === 3 ? UTF_16 : UTF_8;
  return new Uint8Array([...name, ...sized, 0, 0, encoding, ...content]);
}

/** Little-endian, with the mark that says so. */
function utf16(words: string): number[] {
  const units = [0xfeff, ...Array.from({ length: words.length }, (_, n) => words.charCodeAt(n))];
  return units.flatMap((unit) => [unit & 0xff, unit >>> 8]);
}

/** The head of an MPEG audio frame, layer I to III; AAC has layer 0. */
function isMpegAudio(audio: Uint8Array): boolean {
  const [first = 0, second = 0] = audio;
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0;
}

/** What was put between 0xFF and what follows it is taken out. */
function synchronised(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, n) => !(byte === 0 && n > 0 && bytes[n - 1] === 0xff));
}

function syncSafe(number: number): number[] {
  return [21, 14, 7, 0].map((shift) => (number >>> shift) & 0x7f);
}

function fromSyncSafe(bytes: Uint8Array, at: number): number {
  return [0, 1, 2, 3].reduce((sum, n) => sum * 128 + ((bytes[at + n] ?? 0) & 0x7f), 0);
}

function from32(bytes: Uint8Array, at: number): number {
  return [0, 1, 2, 3].reduce((sum, n) => sum * 256 + (bytes[at + n] ?? 0), 0);
}

function latin(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
