// Levels → colours of "mako" (seaborn, BSD), even to the eye and for colour-blind ones.

const ANCHORS: readonly (readonly [number, number, number])[] = [
  [11, 4, 5],
  [46, 30, 60],
  [65, 61, 123],
  [55, 101, 158],
  [52, 143, 167],
  [64, 183, 173],
  [138, 217, 177],
  [222, 245, 229],
];

/** Red, green, blue and opacity of each of 256 levels, one after the other. */
export function levelsToColours(): Uint8ClampedArray {
  const colours = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    const at = (level / 255) * (ANCHORS.length - 1);
    const below = ANCHORS[Math.floor(at)] ?? [0, 0, 0];
    const above = ANCHORS[Math.ceil(at)] ?? below;
    const mixed = below.map((channel, i) => channel + (at % 1) * ((above[i] ?? 0) - channel));
    colours.set([...mixed, 255], level * 4);
  }
  return colours;
}
