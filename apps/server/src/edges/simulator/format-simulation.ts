import type {
  DayReport,
  InteractionReport,
  SimulationReply,
  SimulationRun,
  Times,
} from '@cordboard/shared/routing/simulation';

type Row = readonly (string | number)[];

/** What a simulation found, for people who read it in a terminal. */
export function formatSimulation(reply: SimulationReply): string {
  const { runs, differences } = reply;
  const head = `Routing point ${reply.routingPoint}, from ${new Date(reply.from).toISOString()}, seed ${reply.seed}`;
  const parts = [head, ...runs.map(formatRun)];
  const active = runs[1];
  if (active !== undefined) {
    const asked = runs[0]?.version === 'draft' ? 'draft' : 'given';
    const rows = differences.map(({ figure, active: before, simulated, difference }): Row => {
      return [figure, before, simulated, difference];
    });
    parts.push(title('Difference to the active version'), table(['', 'active', asked, 'difference'], rows));
  }
  return `${parts.join('\n\n')}\n`;
}

function formatRun(run: SimulationRun): string {
  const { strategy, version, day, interaction } = run;
  const parts = [title(`Strategy "${strategy.name}" version ${strategy.version} (${version})`)];
  if (run.stoppedBecause !== null) parts.push(`NOT COMPLETE: ${run.stoppedBecause}`);
  if (day !== undefined) parts.push(formatDay(day));
  if (interaction !== undefined) parts.push(formatInteraction(interaction));
  const speed = run.factor === 0 ? '' : `, ${run.factor.toLocaleString('en')} times faster than real time`;
  parts.push(`${duration(run.simulatedSeconds)} in ${run.elapsedSeconds.toFixed(2)} s${speed}`);
  return parts.join('\n\n');
}

function formatDay(day: DayReport): string {
  const parts = [
    table(
      ['interactions', 'answered', 'abandoned', 'ended', 'open', 'at once', 'service level'],
      [
        [
          day.interactions,
          day.answered,
          `${day.abandoned} (${day.abandonedPercent} %)`,
          day.ended,
          day.open,
          `${day.answeredAtOncePercent} %`,
          `${day.serviceLevelPercent} %`,
        ],
      ],
    ),
    table(
      ['seconds', 'count', 'mean', 'p50', 'p95', 'max'],
      [timesRow('until the answer', day.wait), timesRow('until leaving', day.patience)],
    ),
  ];
  if (day.queues.length > 0) {
    parts.push(
      table(
        ['virtual queue', 'entered', 'to agents', 'left it', 'longest', 'mean s', 'p95 s', 'max s'],
        day.queues.map(({ virtualQueue, entered, diverted, abandoned, longest, wait }): Row => {
          return [
            virtualQueue,
            entered,
            diverted,
            abandoned,
            longest,
            tenth(wait.mean),
            tenth(wait.p95),
            tenth(wait.max),
          ];
        }),
      ),
    );
  }
  if (day.agents.length > 0) {
    parts.push(
      table(
        ['agent', 'name', 'answered', 'occupancy', 'chats at once'],
        day.agents.map(({ agentID, name, answered, occupancyPercent, chatsAtOnce }): Row => {
          return [agentID, name, answered, `${tenth(occupancyPercent)} %`, chatsAtOnce];
        }),
      ),
    );
  }
  if (day.failures.length > 0) {
    parts.push(
      table(
        ['failed in block', 'reason', 'times', 'detail'],
        day.failures.map(({ block, reason, detail, count }): Row => [block, reason, count, detail]),
      ),
    );
  }
  return parts.join('\n\n');
}

function formatInteraction(report: InteractionReport): string {
  const { outcome, agentID, waitSeconds } = report;
  const result = { answered: `answered by ${agentID}`, abandoned: 'the customer left', ended: 'ended by the strategy' };
  const parts = [
    `${result[outcome]} after ${tenth(waitSeconds)} s`,
    `path: ${report.path.join(' → ')}`,
    `variables: ${JSON.stringify(report.variables)}`,
    table(
      ['second', '', ''],
      report.steps.map(({ seconds, kind, what }): Row => [tenth(seconds), kind, what]),
    ),
  ];
  for (const decision of report.decisions) {
    const { target, chosen, tieBreaker, waitedMs, candidates, failure } = decision;
    if (failure !== undefined) {
      parts.push(`Failed in block ${failure.block} (${failure.reason}): ${failure.detail}`);
      continue;
    }
    parts.push(
      [
        `Decision after ${tenth(waitedMs / 1000)} s: target ${target}, chosen ${chosen ?? 'nobody'} (${tieBreaker})`,
        table(
          ['candidate', 'agent', 'left out because'],
          candidates.map(({ dn, agentID: agent, excluded }): Row => [dn, agent, excluded ?? '']),
        ),
      ].join('\n'),
    );
  }
  return parts.join('\n\n');
}

function timesRow(what: string, { count, mean, p50, p95, max }: Times): Row {
  return [what, count, tenth(mean), tenth(p50), tenth(p95), tenth(max)];
}

function tenth(value: number): string {
  return value.toFixed(1);
}

function duration(seconds: number): string {
  if (seconds < 120) return `${tenth(seconds)} s`;
  return seconds < 7200 ? `${tenth(seconds / 60)} minutes` : `${tenth(seconds / 3600)} hours`;
}

function title(text: string): string {
  return `${text}\n${'='.repeat(text.length)}`;
}

/** Columns as wide as their widest cell; what looks like a number stands right. */
function table(head: readonly string[], rows: readonly Row[]): string {
  const lines = [head, ...rows.map((row) => row.map(harmless))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const isNumeric = head.map((_, column) => rows.every((row) => /^[+-]?[\d.,]+( ?[%s])?$/.test(String(row[column]))));
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const [first = [], ...rest] = lines;
  return [format(first), widths.map((width) => '-'.repeat(width)).join('  '), ...rest.map(format)].join('\n');
}

/** Texts of customers must not steer a terminal. */
function harmless(cell: string | number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return String(cell).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
