import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentExpression } from '../matching/agent-expression.ts';
import { bindVariables } from './bind.ts';
import { checkExpression } from './check.ts';
import { stepsAtMost } from './cost.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { FUNCTIONS } from './functions.ts';
import { DEPTH_MAX, parseExpression } from './parse.ts';
import { printExpression } from './print.ts';
import type { Dialect, Expression } from './syntax.ts';
import type { Value, ValueType } from './value.ts';

const variables: Readonly<Record<string, Value>> = {
  Text: 'My Invoice is wrong',
  Choice: '2',
  Level: 5,
  IsOpen_: true,
  Names: ['alice', 'bob', 7],
};
const skills: Readonly<Record<string, number>> = { billing: 8, english: 20 };
const data: Readonly<Record<string, Value>> = { VIP: 'true', Score: '12', Name: 'Ann' };

const scope: Scope = {
  variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
  call: (name, [first = '']) => {
    const key = String(first);
    if (name === 'Skill') return Object.hasOwn(skills, key) ? skills[key] : 0;
    if (name === 'SkillExists') return Object.hasOwn(skills, key);
    if (name === 'LoggedIn') return key === '1101';
    if (name === 'Data') return Object.hasOwn(data, key) ? data[key] : '';
    if (name === 'StatAgentsReady') return key === 'G' ? 3 : undefined;
    return undefined;
  },
};

function parsed(text: string, dialect: Dialect = 'condition'): Expression {
  const result = parseExpression(text, dialect);
  if (!result.ok) throw new Error(`${text}: ${result.failure.message}`);
  return result.value;
}

function worth(text: string, dialect: Dialect = 'condition'): Value | string {
  const result = evaluate(parsed(text, dialect), scope);
  return result.ok ? result.value : result.failure.message;
}

describe('values', () => {
  const rows: [text: string, value: Value][] = [
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 2 / 2', 2],
    ['-3 - -5', 2],
    ['1 < 2 & 2 < 1 | true', true],
    ['true | false & false', true],
    ['!true | true', true],
    ['! (true | true)', false],
    ['!1 = 2', true],
    ['"a\\"b\\n" = "a\\"b\\n"', true],
    ['Level = 5', true],
    ['$Level >= 6', false],
    ['Choice = 2', true],
    ['Choice != "2"', false],
    ['"abc" < "abd"', true],
    ['Data("Score") > 9', true],
    ['Data("Score") > "9"', false],
    ['Data("VIP")', 'true'],
    ['Data("VIP") & Level = 5', true],
    ['Data("VIP") = true', true],
    ['Data("Missing") = ""', true],
    ['Data("Missing") = 0', false],
    ['Data("Missing") != 0', true],
    ['Length(Text)', 19],
    ['Length(Names)', 3],
    ['Lower(" AB ")', ' ab '],
    ['Trim(" AB ")', 'AB'],
    ['Number("12.5") + 1', 13.5],
    ['Number(true)', 1],
    ['Text(Level)', '5'],
    ['Contains(Lower(Text), "invoice")', true],
    ['Contains("aaab", "aab")', true],
    ['Contains("abc", "")', true],
    ['Contains("abc", "abcd")', false],
    ['StartsWith(Text, "My")', true],
    ['In("bob", Names)', true],
    ['In(7, Names)', true],
    ['In("7", ["6", 7])', true],
    ['In("eve", Names)', false],
    ['StatAgentsReady("G") > 2', true],
  ];
  test.each(rows)('[RT50] [RT52] %s', (text, value) => {
    expect(worth(text)).toEqual(value);
  });

  test.each([
    ['billing >= 8', true],
    ['billing>8|english=20', true],
    ['billing>8&english=20', false],
    ['french >= 1', false],
    ['Skill("billing") = 8', true],
    ['SkillExists("english") & !SkillExists("french")', true],
    ['LoggedIn("1101")', true],
    ['billing >= $Level', true],
  ])('[RT50] of an agent: %s', (text, value) => {
    expect(worth(text, 'agents')).toBe(value);
  });

  test.each([
    ['Data("Name") > 3', 'cannot compare "Ann" with 3'],
    ['Data("Name") & true', 'needs true or false, not "Ann"'],
    ['Data("Name") + 1', 'needs a number, not "Ann"'],
    ['1 / 0', 'has no value for 1 / 0'],
    ['StatAgentsReady("gone") > 1', 'has no value for StatAgentsReady("gone")'],
    ['Nobody = 1', 'has no variable "Nobody"'],
    ['In(1, Data("Name"))', 'needs a list, not "Ann"'],
    ['Names = 1', 'compares a list'],
    ['constructor = 1', 'has no variable "constructor"'],
  ])('[RT27] [RT52] without a value: %s', (text, message) => {
    expect(worth(text)).toBe(message);
  });
});

describe('what cannot be read', () => {
  const rows: [text: string, at: number, message: string][] = [
    ['', 1, 'ends where a value is needed'],
    ['1 +', 4, 'ends where a value is needed'],
    ['(1', 3, 'needs ")" before the end'],
    ['1 )', 3, 'goes on with ")", where it should end'],
    ['1 2', 3, 'goes on with "2", where it should end'],
    ['a = b = c', 7, 'compares more than two values; join two comparisons by "&"'],
    ['"abc', 1, 'has a text without an end, or with an escape that is not known'],
    ['"a\\x"', 1, 'has a text without an end, or with an escape that is not known'],
    ['a ; b', 3, 'has ";", which means nothing here'],
    ['a && b', 4, 'has "&" where a value is needed'],
    ['1.2.3', 1, 'has a number that cannot be read'],
    ['12abc', 1, 'has a number that cannot be read'],
    ['$ a', 1, 'has a "$" without the name of a variable'],
    ['a.b', 2, 'has ".", which means nothing here'],
    ['a[0]', 2, 'goes on with "[", where it should end'],
    ['[a]', 2, 'has "a" in a list, which takes texts and numbers'],
    ['`x`', 1, 'has "`", which means nothing here'],
    ['a => a', 4, 'has ">" where a value is needed'],
  ];
  test.each(rows)('[RT51] %s', (text, at, message) => {
    const result = parseExpression(text, 'condition');
    expect(result).toEqual({ ok: false, failure: { at, message } });
  });

  test.each(['(', '!', '-', 'Lower('])('[RT51] %s nested too deep', (opening) => {
    const result = parseExpression(opening.repeat(DEPTH_MAX + 1), 'condition');
    expect(result.ok ? '' : result.failure.message).toBe(`is nested deeper than ${DEPTH_MAX} levels`);
  });

  test('[RT51] too long', () => {
    expect(parseExpression(`1${' + 1'.repeat(500)}`, 'condition')).toMatchObject({
      failure: { message: 'is longer than 2000 characters' },
    });
  });
});

describe('types', () => {
  const types: Readonly<Record<string, ValueType>> = {
    Text: 'string',
    Level: 'number',
    Flag: 'boolean',
    Names: 'list',
  };
  const check = (text: string, dialect: Dialect) =>
    checkExpression(parsed(text, dialect), {
      dialect,
      variableType: (name) => (Object.hasOwn(types, name) ? types[name] : undefined),
      exists: (_what, name) => name !== 'gone',
    });

  test.each([
    ['Text = "a"', 'boolean'],
    ['Level + 1', 'number'],
    ['Data("x")', 'any'],
    ['Data("x") > 1 & Flag', 'boolean'],
    ['In(Data("x"), Names)', 'boolean'],
    ['Names', 'list'],
    ['Lower(Text)', 'string'],
  ])('[RT52] %s is a %s', (text, type) => {
    expect(check(text, 'condition')).toEqual({ type, problems: [] });
  });

  const rows: [text: string, dialect: Dialect, problems: string[]][] = [
    ['Text = 1', 'condition', ['1: compares a string with a number']],
    ['Level & Flag', 'condition', ['1: gives "&" a number, it takes a boolean']],
    ['Flag < true', 'condition', ['1: asks whether a boolean is < another']],
    ['Names = Names', 'condition', ['1: compares a list; use In(value, list)']],
    ['Nobody', 'condition', ['1: names variable "Nobody", which does not exist']],
    ['Lower(1)', 'condition', ['7: gives "Lower" a number, it takes a string']],
    ['Lower()', 'condition', ['1: gives "Lower" 0 parameters, it takes 1']],
    ['eval("1")', 'condition', ['1: calls "eval", which is no function']],
    ['constructor("1")', 'condition', ['1: calls "constructor", which is no function']],
    ['Skill("x") > 1', 'condition', ['1: calls "Skill", which is not known in conditions']],
    ['Data("x") = 1', 'agents', ['1: calls "Data", which is not known in expressions about agents']],
    ['Data("x") = 1', 'threshold', ['1: calls "Data", which is not known in thresholds']],
    ['gone > 1', 'agents', ['1: names skill "gone", which does not exist']],
    ['StatAgentsReady("gone") > 1', 'threshold', ['17: names agent group "gone", which does not exist']],
    ['-Text', 'condition', ['2: gives "-" a string, it takes a number']],
    ['!Level', 'condition', ['2: gives "!" a number, it takes a boolean']],
  ];
  test.each(rows)('[RT51] [RT52] %s in a %s', (text, dialect, problems) => {
    expect(check(text, dialect).problems.map(({ at, message }) => `${at}: ${message}`)).toEqual(problems);
  });
});

/** Any expression, written in any way. */
const anyText: fc.Arbitrary<string> = fc.letrec<{ boolean: string; number: string; text: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small' },
    fc.nat(99).map(String),
    fc.constantFrom('billing', '$Level', 'Skill("a b")'),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '/'), tie('number')).map(([a, op, b]) => `${a}${op}${b}`),
    tie('number').map((inner) => `-${inner}`),
  ),
  text: fc.oneof(
    fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text.replaceAll(/[^ -~]/g, ''))),
    fc.constant('AgentID()'),
  ),
  boolean: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('true', 'false', 'LoggedIn("1101")'),
    fc
      .tuple(tie('number'), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), tie('number'))
      .map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(tie('text'), fc.constantFrom('=', '<'), tie('text')).map(([a, op, b]) => `${a}${op}${b}`),
    fc.tuple(tie('boolean'), fc.constantFrom('&', '|'), tie('boolean')).map(([a, op, b]) => `(${a}) ${op} ${b}`),
    fc.tuple(tie('boolean'), fc.constantFrom('&', '|'), tie('boolean')).map(([a, op, b]) => `${a} ${op} ${b}`),
    tie('boolean').map((inner) => `!(${inner})`),
    tie('boolean').map((inner) => `! ${inner}`),
  ),
})).boolean;

describe('properties', () => {
  test('[RT54] what is printed reads as the same, and is printed alike', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = parseExpression(text, 'agents');
        fc.pre(first.ok);
        const printed = printExpression(first.value);
        const again = parsed(printed, 'agents');
        expect(printExpression(again)).toBe(printed);
        expect(evaluate(again, scope).ok).toBe(evaluate(first.value, scope).ok);
        if (evaluate(first.value, scope).ok) expect(evaluate(again, scope)).toEqual(evaluate(first.value, scope));
      }),
      { numRuns: 500 },
    );
  });

  test('[RT41] [RT54] with its variables bound an expression has the same value without them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = parseExpression(text, 'agents');
        fc.pre(first.ok);
        const bound = bindVariables(first.value, (name) => scope.variable(name));
        if (bound === undefined) throw new Error('nothing is missing');
        const printed = parsed(printExpression(bound), 'agents');
        const alone: Scope = { ...scope, variable: () => undefined };
        const [before, after] = [evaluate(first.value, scope), evaluate(printed, alone)];
        expect(after.ok ? after.value : null).toEqual(before.ok ? before.value : null);
      }),
      { numRuns: 300 },
    );
  });

  test('[RT51] whatever stands there is read or refused, and calls nothing but the functions', () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '(',
            ')',
            '!',
            '-',
            '"',
            '\\',
            '$',
            '&',
            '|',
            '=',
            'a',
            '1',
            ' ',
            '[',
            ',',
            'process',
            'this',
            '.',
          ),
        )
        .map((parts) => parts.join('')),
    );
    const called: string[] = [];
    const spy: Scope = {
      variable: () => 1,
      call: (name) => {
        called.push(name);
        return 1;
      },
    };
    fc.assert(
      fc.property(hostile, (text) => {
        const result = parseExpression(text, 'condition');
        if (!result.ok) expect(result.failure.at).toBeLessThanOrEqual(text.length + 1);
        else if (
          checkExpression(result.value, { dialect: 'condition', variableType: () => 'any' }).problems.length === 0
        ) {
          evaluate(result.value, spy);
        }
      }),
      { numRuns: 2000 },
    );
    for (const name of called) expect(Object.keys(FUNCTIONS)).toContain(name);
  });

  test.each([
    ['a long chain', (size: number) => ({ text: `true${' & true'.repeat(size)}`, long: '' })],
    ['a long text', (size: number) => ({ text: 'Contains($Long, "aaab")', long: 'a'.repeat(size * 40) })],
    ['two long texts', (size: number) => ({ text: 'Contains($Long, $Long)', long: 'a'.repeat(size * 20) })],
    ['equal texts', (size: number) => ({ text: '$Long = $Long', long: 'ab'.repeat(size * 20) })],
  ])('[RT53] twice as much of %s is twice as many steps', (_what, of) => {
    const stepsOf = (size: number) => {
      const { text, long } = of(size);
      const meter = { steps: 0 };
      expect(evaluate(parsed(text), { ...scope, variable: () => long }, meter).ok).toBe(true);
      return meter.steps;
    };
    expect(stepsOf(200)).toBeLessThanOrEqual(2.1 * stepsOf(100));
    expect(stepsOf(200)).toBeGreaterThan(1.5 * stepsOf(100));
  });
});

describe('expressions about agents', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `Skill("s${at}") > 5`).join(' | ');

  test('[RT124] what one may cost for each agent is bounded, where it is read', () => {
    expect(parseExpression(many(60), 'agents').ok).toBe(true);
    const failure = { at: 1, message: 'takes more than 1000 steps for each agent' };
    expect(parseExpression(many(70), 'agents')).toEqual({ ok: false, failure });
    expect(agentExpression(many(70))).toMatchObject({ buckets: [] });
    const words = Array.from({ length: 100 }, (_, at) => `"agent${at}"`).join(', ');
    expect(parseExpression(`In(AgentID(), [${words}])`, 'agents')).toEqual({ ok: false, failure });
    expect(parseExpression(`Contains("${'a'.repeat(1000)}", "b")`, 'agents')).toEqual({ ok: false, failure });
  });

  test('[RT124] no evaluation costs more than was counted, whatever the agent', () => {
    const texts = fc.oneof(
      fc.constantFrom('AgentID()', 'Place()', 'Lower(AgentID())', 'Text(Skill("a"))', 'Text(["ab", 7, 8])'),
      fc.string({ maxLength: 40 }).map((text) => JSON.stringify(text.replace(/[^ -~]/g, ''))),
    );
    const tests = fc.oneof(
      fc.tuple(texts, texts).map(([one, other]) => `Contains(${one}, ${other})`),
      fc.tuple(texts, texts).map(([one, other]) => `StartsWith(${one}, Trim(${other}))`),
      fc.tuple(texts, texts).map(([one, other]) => `${one} = ${other}`),
      texts.map((text) => `In(${text}, ["a", "abc", 12])`),
      texts.map((text) => `Length(${text}) + Skill("a") > 3`),
    );
    const chains = fc.array(tests, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' | '));
    fc.assert(
      fc.property(chains, fc.constantFrom('a', 'ab', 'b'), (text, letter) => {
        const read = parseExpression(text, 'agents');
        if (!read.ok) return;
        const meter = { steps: 0 };
        const agent: Scope = {
          variable: () => undefined,
          call: (name) => (name === 'Skill' ? 3 : letter.repeat(255 / letter.length)),
        };
        evaluate(read.value, agent, meter);
        expect(meter.steps).toBeLessThanOrEqual(stepsAtMost(read.value));
      }),
      { numRuns: 1000 },
    );
  });
});
