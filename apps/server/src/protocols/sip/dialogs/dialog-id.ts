/** RFC 3261 12: Call-ID with both tags names a dialog. The tags are seen from our side. */
export interface DialogId {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/** One text per dialog, for Maps and tables; none of its parts holds a space. */
export function dialogKey(id: DialogId): string {
  return `${id.callId} ${id.localTag} ${id.remoteTag}`;
}

/** The dialog that a request which came in means; outside a dialog there is no To tag. */
export function dialogIdOf(request: {
  readonly callId: string;
  readonly fromTag: string;
  readonly toTag: string | undefined;
}): DialogId | undefined {
  if (request.toTag === undefined) return undefined;
  return { callId: request.callId, localTag: request.toTag, remoteTag: request.fromTag };
}
