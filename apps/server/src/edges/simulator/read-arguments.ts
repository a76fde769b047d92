import { parseArgs } from 'node:util';
import { type SimulationRequest, simulationRequestSchema } from '@cordboard/shared/routing/simulation';
import { fail, type Result, succeed } from '../../base/result.ts';
import { readDocument } from '../../services/configuration/read-document.ts';

export const HELP = `Runs a routing strategy on a virtual clock, with the router and the call model that are in service.

  npm run simulate -- interaction --text "Hello" --text "5 billing"
  npm run simulate -- day --per-hour 60 --handling 300 --patience 180
  npm run simulate -- day --recorded --at 2026-03-05T08:00:00Z --data ./data --strategy new.json
  npm run simulate -- --request request.json

What is simulated
  interaction              one interaction: path, variables, decision, waiting time
  day                      a whole day: waiting times, service level, occupancy
  --request FILE           the request as POST /api/simulate takes it; the options below are not looked at

Where it comes from
  --data DIR               a store (CORDBOARD_DATA_DIR); a server may run on it
  --config FILE            a configuration file, or demo; without --data it is demo

The strategy
  --routing-point NUMBER   without it the first one that takes interactions
  --strategy WHICH         active, draft, or a JSON file with a strategy; without it active
  --no-compare             without the active version beside it

The world
  --at TIME                when it begins, such as 2026-03-05T08:00:00Z; without it now
  --agents LIST            who is there, such as 1001,1002; without it every agent
  --more COUNT@GROUP       agents more than there are, such as 3@ALL_Agents
  --chats NUMBER           most chats of an agent at once
  --answer SECONDS         until a ringing agent answers; 3
  --seed NUMBER            the same seed, the same customers; 1

An interaction
  --text "SECONDS TEXT"    what the customer writes, after so many seconds; the seconds may be left out
  --customer ADDRESS       who writes
  --wait SECONDS           when he leaves if nobody has answered; 600

A day
  --hours NUMBER           8
  --recorded               the interactions that the store has from --at on
  --per-hour LIST          customers in an hour, or in each hour: 60 or 20,40,80,40; 30
  --handling MEAN[,DEV]    seconds, exponential, with a deviation lognormal; 300,240
  --patience MEAN          seconds, exponential; without it nobody leaves
  --text TEXT              the customer's texts, as above
  --service-level SECONDS  60
  --warm-up MINUTES        not counted; 0

  --json                   the answer as JSON
  --help                   this

Ends with 0 when all was simulated, with 1 when it was refused or not complete, with 2 when the options make no sense.
`;

/** Where the configuration and the recorded interactions are. */
export interface SimulationPlace {
  readonly dataDir: string | undefined;
  readonly config: string;
}

export type ReadArguments =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'run';
      readonly request: SimulationRequest;
      readonly place: SimulationPlace;
      readonly isJson: boolean;
    };

const options = {
  request: { type: 'string' },
  data: { type: 'string' },
  config: { type: 'string' },
  'routing-point': { type: 'string' },
  strategy: { type: 'string' },
  'no-compare': { type: 'boolean' },
  at: { type: 'string' },
  agents: { type: 'string' },
  more: { type: 'string', multiple: true },
  chats: { type: 'string' },
  answer: { type: 'string' },
  seed: { type: 'string' },
  text: { type: 'string', multiple: true },
  customer: { type: 'string' },
  wait: { type: 'string' },
  hours: { type: 'string' },
  recorded: { type: 'boolean' },
  'per-hour': { type: 'string' },
  handling: { type: 'string' },
  patience: { type: 'string' },
  'service-level': { type: 'string' },
  'warm-up': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(parameters: readonly string[]) {
  return parseArgs({ args: [...parameters], options, allowPositionals: true });
}

/** What the command line asks for; `readText` reads the files that it names. A failure is a sentence. */
export function readArguments(
  parameters: readonly string[],
  readText: (path: string) => string,
): Result<ReadArguments, string> {
  try {
    const { values, positionals } = parse(parameters);
    if (values.help === true || parameters.length === 0) return succeed({ kind: 'help' });
    const asked =
      values.request === undefined ? build(values, positionals, readText) : readFileAsData(values.request, readText);
    const parsed = simulationRequestSchema.safeParse(asked);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return fail(`${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'cannot be used'}.`);
    }
    const place = { dataDir: values.data, config: values.config ?? 'demo' };
    return succeed({ kind: 'run', request: parsed.data, place, isJson: values.json === true });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function build(values: Values, positionals: readonly string[], readText: (path: string) => string): object {
  const [mode, ...more] = positionals;
  if ((mode !== 'interaction' && mode !== 'day') || more.length > 0) {
    throw new Error('Say "interaction" or "day"; --help shows everything.');
  }
  const { strategy, agents, text } = values;
  const texts = text?.map(readTimedText);
  return defined({
    mode,
    routingPoint: values['routing-point'],
    strategy:
      strategy === undefined || strategy === 'active' || strategy === 'draft'
        ? strategy
        : readFileAsData(strategy, readText),
    compare: values['no-compare'] === true ? false : undefined,
    seed: numberOf(values.seed),
    at: values.at,
    answer: values.answer === undefined ? undefined : { type: 'constant', mean: numberOf(values.answer) },
    world: defined({
      agents: agents?.split(',').map((userName) => ({ userName: userName.trim() })),
      others: agents === undefined ? undefined : 'loggedOut',
      more: values.more?.map(readMore),
      chatsPerAgent: numberOf(values.chats),
    }),
    ...(mode === 'interaction'
      ? { texts: texts ?? [{ text: 'Hello' }], customer: values.customer, waitAtMostSeconds: numberOf(values.wait) }
      : {
          hours: numberOf(values.hours),
          serviceLevelSeconds: numberOf(values['service-level']),
          warmUpMinutes: numberOf(values['warm-up']),
          load: buildLoad(values, texts),
        }),
  });
}

function buildLoad(values: Values, texts: readonly object[] | undefined): object {
  const patience = values.patience === undefined ? undefined : { type: 'exponential', mean: numberOf(values.patience) };
  if (values.recorded === true) return defined({ kind: 'recorded', patience });
  const rates = (values['per-hour'] ?? '30').split(',').map(Number);
  const [mean, deviation] = values.handling?.split(',').map(Number) ?? [];
  return defined({
    kind: 'generated',
    perHour: rates.length === 1 ? rates[0] : rates,
    handling:
      mean === undefined
        ? undefined
        : deviation === undefined
          ? { type: 'exponential', mean }
          : { type: 'lognormal', mean, deviation },
    patience,
    messages: texts === undefined ? undefined : [{ texts }],
  });
}

/** `5 billing` is a text after five seconds. */
function readTimedText(given: string): object {
  const timed = /^(\d+(?:\.\d+)?)\s+(.+)$/s.exec(given);
  return timed === null ? { text: given } : { afterSeconds: Number(timed[1]), text: timed[2] };
}

/** `3@ALL_Agents`, or `3` for agents in no group. */
function readMore(given: string): object {
  const [count, group] = given.split('@');
  return { count: Number(count), groups: group === undefined ? [] : [group] };
}

function numberOf(given: string | undefined): number | undefined {
  return given === undefined ? undefined : Number(given);
}

function readFileAsData(path: string, readText: (path: string) => string): unknown {
  const document = readDocument(readText(path));
  if (!document.ok) throw new Error(`${path} ${document.failure}`);
  return document.value;
}

/** Without what is undefined, so that defaults apply. */
function defined(value: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
