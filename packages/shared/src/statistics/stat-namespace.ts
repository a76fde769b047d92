/** Namespace of the stat server. The handshake is that of the T-Library channel. */
export const STAT_NAMESPACE = '/stat';
