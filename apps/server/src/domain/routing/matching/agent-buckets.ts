import type { Dn } from '@cordboard/shared/ids';
import type { AgentSession } from '../../agents/agent-session.ts';
import type { AgentDirectory } from './agent-directory.ts';

/** Buckets of an agent who is logged in: what can be said of him without an expression. */
export function bucketsOf(session: AgentSession, directory: AgentDirectory): readonly string[] {
  const buckets = [`agent:${session.agentId}`, `place:${session.place}`];
  for (const group of directory.groupsOfPerson(session.userName)) buckets.push(`agentGroup:${group}`);
  for (const group of directory.placeGroupsOf(session.place)) buckets.push(`placeGroup:${group}`);
  if (session.queue !== null) buckets.push(`queue:${session.queue}`);
  for (const [skill, level] of Object.entries(directory.skillsOfPerson(session.userName))) {
    if (level > 0) buckets.push(skillBucket(skill));
  }
  return buckets;
}

/** Those who have a skill at a level above 0. */
export function skillBucket(skill: string): string {
  return `hasSkill:${skill}`;
}

/** Everybody who is logged in, by bucket. Changes at login and logout only. */
export class AgentBuckets<Entry extends { readonly dn: Dn }> {
  readonly #byBucket = new Map<string, Map<Dn, Entry>>();

  of(bucket: string): Iterable<Entry> {
    return this.#byBucket.get(bucket)?.values() ?? [];
  }

  size(bucket: string): number {
    return this.#byBucket.get(bucket)?.size ?? 0;
  }

  add(entry: Entry, buckets: readonly string[]): void {
    for (const bucket of buckets) {
      const entries = this.#byBucket.get(bucket);
      if (entries === undefined) this.#byBucket.set(bucket, new Map([[entry.dn, entry]]));
      else entries.set(entry.dn, entry);
    }
  }

  remove(entry: Entry, buckets: readonly string[]): void {
    for (const bucket of buckets) {
      const entries = this.#byBucket.get(bucket);
      entries?.delete(entry.dn);
      if (entries?.size === 0) this.#byBucket.delete(bucket);
    }
  }

  clear(): void {
    this.#byBucket.clear();
  }
}
