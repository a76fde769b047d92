import type { AgentSession } from '../../agents/agent-session.ts';
import { evaluate, type Scope } from '../expressions/evaluate.ts';
import { parseExpression } from '../expressions/parse.ts';
import type { Expression } from '../expressions/syntax.ts';
import type { Value } from '../expressions/value.ts';
import { skillBucket } from './agent-buckets.ts';
import { type AgentDirectory, skillLevel } from './agent-directory.ts';

/** An expression about agents, read once. */
export interface AgentExpression {
  fits(session: AgentSession, directory: AgentDirectory): boolean;
  /** Skills that it names. */
  readonly skills: readonly string[];
  /** Whoever fits is in one of these buckets; null when nothing can be said. */
  readonly buckets: readonly string[] | null;
}

/** Nobody fits an expression that cannot be read, or that has no value for him. */
export function agentExpression(text: string): AgentExpression {
  const parsed = parseExpression(text, 'agents');
  if (!parsed.ok) return { fits: () => false, skills: [], buckets: [] };
  const expression = parsed.value;
  return {
    fits: (session, directory) => {
      const value = evaluate(expression, agentScope(session, directory));
      return value.ok && value.value === true;
    },
    skills: [...new Set(skillsIn(expression))],
    buckets: bucketsFor(expression),
  };
}

function agentScope(session: AgentSession, directory: AgentDirectory): Scope {
  return {
    variable: () => undefined,
    call: (name, [first = '']) => {
      const text = String(first);
      switch (name) {
        case 'Skill':
          return skillLevel(directory, session.userName, text);
        case 'SkillExists':
          return Object.hasOwn(directory.skillsOfPerson(session.userName), text);
        case 'LoggedIn':
          return isLoggedIn(session, directory, text);
        case 'InGroup':
          return directory.groupsOfPerson(session.userName).includes(text);
        case 'AgentID':
          return session.agentId;
        case 'Place':
          return session.place;
        default:
          return undefined;
      }
    },
  };
}

/** `queue`, `queue@switch`, or the switch: there everybody is who is logged in at all. */
function isLoggedIn(session: AgentSession, { switchName }: AgentDirectory, where: string): boolean {
  if (where === switchName) return true;
  const [queue = ''] = where.split('@');
  return session.queue === queue;
}

function skillsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'call': {
      const name = namedBy(expression);
      const own = name !== undefined && (expression.name === 'Skill' || expression.name === 'SkillExists');
      return own ? [name] : expression.parameters.flatMap(skillsIn);
    }
    case 'not':
    case 'minus':
      return skillsIn(expression.operand);
    case 'all':
    case 'any':
      return expression.operands.flatMap(skillsIn);
    case 'comparison':
    case 'arithmetic':
      return [...skillsIn(expression.left), ...skillsIn(expression.right)];
    default:
      return [];
  }
}

/** The constant text that a function is given. */
function namedBy(expression: Expression): string | undefined {
  if (expression.kind !== 'call') return undefined;
  const [first] = expression.parameters;
  return first?.kind === 'constant' && typeof first.value === 'string' ? first.value : undefined;
}

function bucketsFor(expression: Expression): readonly string[] | null {
  switch (expression.kind) {
    case 'constant':
      return expression.value === true ? null : [];
    case 'call':
      return bucketsOfCall(expression);
    case 'comparison': {
      const { left, operator, right } = expression;
      const skill = left.kind === 'call' && left.name === 'Skill' ? namedBy(left) : undefined;
      const level = right.kind === 'constant' ? right.value : undefined;
      return skill !== undefined && isAboveNothing(operator, level) ? [skillBucket(skill)] : null;
    }
    case 'all': {
      // The parts that say least are the cheapest to look through.
      const said = expression.operands.map(bucketsFor).filter((buckets) => buckets !== null);
      return said.toSorted((one, other) => one.length - other.length)[0] ?? null;
    }
    case 'any': {
      const said = expression.operands.map(bucketsFor);
      return said.includes(null) ? null : [...new Set(said.flatMap((buckets) => buckets ?? []))];
    }
    default:
      return null;
  }
}

/** SkillExists("x") holds at level 0 too, which is in no bucket. */
function bucketsOfCall(expression: Extract<Expression, { kind: 'call' }>): readonly string[] | null {
  const name = namedBy(expression);
  return expression.name === 'InGroup' && name !== undefined ? [`agentGroup:${name}`] : null;
}

function isAboveNothing(operator: string, level: Value | undefined): boolean {
  if (typeof level !== 'number') return false;
  if (operator === '>') return level >= 0;
  return (operator === '>=' || operator === '=') && level > 0;
}
