/** Short tones made by the browser itself: nothing to download, nothing to license. */
let context: AudioContext | undefined;

type Note = readonly [frequencyHz: number, startSeconds: number, lengthSeconds: number];

const ring: readonly Note[] = [
  [660, 0, 0.16],
  [880, 0.18, 0.22],
];
const text: readonly Note[] = [[740, 0, 0.12]];
const late: readonly Note[] = [
  [520, 0, 0.14],
  [440, 0.16, 0.2],
];

export type Tone = 'ring' | 'text' | 'late';
const tones: Record<Tone, readonly Note[]> = { ring, text, late };

/** Browsers allow sound only after a click or key; call this from one. */
export function unlockTones(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  void context.resume().catch(() => {});
}

export function playTone(name: Tone): void {
  if (context === undefined || context.state !== 'running') return;
  for (const [frequencyHz, startSeconds, lengthSeconds] of tones[name]) {
    const start = context.currentTime + startSeconds;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = frequencyHz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.12, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + lengthSeconds);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + lengthSeconds);
  }
}
