// One thing sounds at a time: the song of a result, two that are compared, or a beat alone.

interface Sounding {
  pause(): void;
}

let sounding: Sounding | null = null;

/** Stop what sounds: something else begins. */
export function soundAlone(one: Sounding): void {
  if (sounding !== one) sounding?.pause();
  sounding = one;
}
