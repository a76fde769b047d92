import type { PlaceDn } from '@cordboard/shared/rest/endpoints';

/** `Voice, IM`, `IM` or `Voice`: what a DN carries. */
export function mediaWords({ voice, im }: Pick<PlaceDn, 'voice' | 'im'>): string {
  return [voice ? 'Voice' : '', im ? 'IM' : ''].filter((word) => word !== '').join(', ') || 'No media';
}
