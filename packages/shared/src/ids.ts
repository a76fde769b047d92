/** Branded strings, so that a DN is never handed where a ConnID is wanted. The brand exists in types only. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]?: Name };

/** Connection id: 16 hex digits, e.g. `006b0192cae0f001`; one per call. */
export type ConnId = Branded<'ConnId'>;
/** Directory number, e.g. `1001`; also the pseudo DN `gcti:im`. */
export type Dn = Branded<'Dn'>;
/** Id of an agent login, e.g. `1001`. */
export type AgentId = Branded<'AgentId'>;
export type PlaceName = Branded<'PlaceName'>;
export type UserName = Branded<'UserName'>;
/** Id of one text, unique in the whole system. */
export type MessageId = Branded<'MessageId'>;

/** The pseudo DN on which every IM text is announced by EventUserEvent 2001. */
export const IM_DN = 'gcti:im' as Dn;
