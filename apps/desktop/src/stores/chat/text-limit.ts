import { useSessionStore } from '../session/session-store.ts';

/** Until the server has said what it takes. */
const BYTES_MAX = 16_384;

/** Most bytes of one text. */
export function useTextBytesMax(): number {
  return useSessionStore((state) => state.settings?.textBytesMax) ?? BYTES_MAX;
}
