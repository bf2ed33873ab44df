// How loud a sound is, as ITU-R BS.1770 has it: weighted as ears hear, without what is quiet.

const BLOCK_S = 0.4;
const HOP_S = 0.1;
const SILENT = 10 ** ((-70 + 0.691) / 10); // mean square at −70 LUFS
const QUIETER = 0.1; // than the mean, by 10 LU
const MOST_GAIN = 4; // 12 dB

/** The gain that makes one sound as loud as another; 1 where one of them is silent. */
export async function gainToMatch(sound: AudioBuffer, other: AudioBuffer): Promise<number> {
  const [own, wanted] = await Promise.all([bufferToPower(sound), bufferToPower(other)]);
  if (own === 0 || wanted === 0) return 1;
  return Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, Math.sqrt(wanted / own)));
}

/** The mean square of the weighted sound over what counts of it; 0 for silence. */
export async function bufferToPower(buffer: AudioBuffer): Promise<number> {
  const { numberOfChannels, length, sampleRate } = buffer;
  const context = new OfflineAudioContext(numberOfChannels, length, sampleRate);
  const source = context.createBufferSource();
  source.buffer = buffer;
  // The two filters of the recommendation, as a browser has them.
  const head = new BiquadFilterNode(context, { type: "highshelf", frequency: 1500, gain: 4 });
  const low = new BiquadFilterNode(context, { type: "highpass", frequency: 38, Q: -6 });
  source.connect(head).connect(low).connect(context.destination);
  source.start();
  const weighted = await context.startRendering();
  const channels = Array.from({ length: numberOfChannels }, (_, n) => weighted.getChannelData(n));
  return powersToPower(channelsToPowers(channels, sampleRate));
}

function channelsToPowers(channels: Float32Array[], rateHz: number): number[] {
  const hop = Math.round(HOP_S * rateHz);
  const length = channels[0]?.length ?? 0;
  const hops: number[] = [];
  for (let at = 0; at < length; at += hop) {
    let sum = 0;
    for (const channel of channels) {
      for (const value of channel.subarray(at, at + hop)) sum += value * value;
    }
    hops.push(sum / hop);
  }
  const inBlock = Math.round(BLOCK_S / HOP_S);
  if (hops.length <= inBlock) return [hops.reduce((sum, one) => sum + one, 0) / hops.length];
  return hops.slice(inBlock - 1).map((_, n) => {
    const block = hops.slice(n, n + inBlock);
    return block.reduce((sum, one) => sum + one, 0) / inBlock;
  });
}

function powersToPower(powers: number[]): number {
  const heard = powers.filter((power) => power > SILENT);
  const loud = heard.filter((power) => power > QUIETER * mean(heard));
  return loud.length ? mean(loud) : 0;
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
