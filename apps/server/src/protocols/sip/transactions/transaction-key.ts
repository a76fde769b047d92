/** RFC 3261 17.1.3. Our own branches are unique, the method sets CANCEL apart from INVITE. */
export function clientTransactionKey(branch: string, cseqMethod: string): string {
  return `${branch} ${cseqMethod}`;
}
