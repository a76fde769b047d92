import type { PlaceName, UserName } from '@cordboard/shared/ids';

/** What the configuration says about agents, as far as targets ask for it. */
export interface AgentDirectory {
  /** Agent groups that name the person as a member. */
  groupsOfPerson(userName: UserName): readonly string[];
  /** Levels by skill; nothing for a skill that the person does not have. */
  skillsOfPerson(userName: UserName): Readonly<Record<string, number>>;
  placeGroupsOf(place: PlaceName): readonly string[];
  /** The expression that says who is in a virtual agent group; undefined for other groups. */
  scriptOfGroup(agentGroup: string): string | undefined;
  readonly switchName: string;
}

/** The level of a skill; 0 without it. */
export function skillLevel(directory: AgentDirectory, userName: UserName, skill: string): number {
  const skills = directory.skillsOfPerson(userName);
  return Object.hasOwn(skills, skill) ? (skills[skill] ?? 0) : 0;
}
