import { describe, expect, test } from 'vitest';
import { findCircles, findForbiddenImports, findRoomCircles, housesOf } from './import-rules.ts';
import { importsOf, readFiles } from './source-file.ts';

const files = readFiles(['packages/shared/src', 'apps/server/src', 'apps/desktop/src'], ['.ts', '.tsx']);
/** A test may import whatever it wants, what tests stand on may not. */
const furnished = [...files, ...readFiles(['apps/server/test', 'e2e', 'bench'], ['.ts'])].filter(
  ({ path }) => !/\.(test|spec)\.tsx?$/.test(path),
);

describe('the code', () => {
  test('was found', () => {
    expect(files.length).toBeGreaterThan(200);
  });

  test('imports along the arrows only', () => {
    expect(files.flatMap(findForbiddenImports)).toEqual([]);
  });

  test('has no circles of imports', () => {
    expect(findCircles(files)).toEqual([]);
  });

  test.each(housesOf(furnished))('has rooms in %s that stand on each other', (house) => {
    expect(findRoomCircles(furnished, house)).toEqual([]);
  });
});

/** What the check must see; without these rows it could be blind and green. */
describe('the check', () => {
  test.each([
    ['apps/server/src/base/x.ts', "import { Call } from '../domain/call-model/calls/call.ts';"],
    ['apps/server/src/base/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['apps/server/src/protocols/sip/x.ts', "import type { Call } from '../../domain/call-model/calls/call.ts';"],
    ['apps/server/src/protocols/sip/x.ts', "import dgram from 'node:dgram';"],
    ['apps/server/src/protocols/sip/x.ts', "export { route } from '../../services/router/router.ts';"],
    ['apps/server/src/domain/x.ts', "import { parseUri } from '../protocols/sip/grammar/header-fields/parse-uri.ts';"],
    ['apps/server/src/domain/x.ts', "import { Recorder } from '../services/recorder/recorder.ts';"],
    ['apps/server/src/domain/x.ts', "import Database from 'better-sqlite3';"],
    ['apps/server/src/domain/x.ts', "import { randomBytes } from 'node:crypto';"],
    ['apps/server/src/domain/x.ts', "import fc from 'fast-check';"],
    ['apps/server/src/domain/x.ts', "import { row } from '../support/routing-rows.ts';"],
    ['apps/server/src/services/router/x.ts', "import { Gateway } from '../../edges/gateway/gateway.ts';"],
    ['apps/server/src/services/router/x.ts', "const { Gateway } = await import('../../edges/gateway/gateway.ts');"],
    ['apps/server/src/services/router/x.ts', "new Worker(new URL('../../edges/storage/writer.ts', import.meta.url));"],
    ['apps/server/src/services/router/x.ts', "import { Server } from 'socket.io';"],
    ['apps/server/src/services/router/x.ts', "import { createHash } from 'node:crypto';"],
    ['apps/server/src/services/router/x.ts', "import { connect, isIPv6 } from 'node:net';"],
    ['apps/server/src/services/router/x.ts', "import net from 'node:net';"],
    ['apps/server/src/edges/rest/x.ts', "import { createApp } from '../../app.ts';"],
    ['apps/server/src/edges/rest/x.ts', "import { button } from '../../../../desktop/src/ui/button.tsx';"],
    ['apps/server/src/app.ts', "import { main } from './main.ts';"],
    ['apps/server/src/edges/rest/x.ts', "import { createWeb } from '../../wiring/web.ts';"],
    ['packages/shared/src/x.ts', "import { Clock } from '../../../apps/server/src/base/clock.ts';"],
    ['packages/shared/src/x.ts', "import { readFile } from 'node:fs';"],
    ['apps/desktop/src/features/chat/x.tsx', "import { Pill } from '../agent-status/status-pill.tsx';"],
    ['apps/desktop/src/features/chat/x.tsx', "import { App } from '../../app/app.tsx';"],
    ['apps/desktop/src/features/chat/x.tsx', "import { io } from 'socket.io-client';"],
    ['apps/desktop/src/stores/x.ts', "import { Button } from '../ui/button.tsx';"],
    ['apps/desktop/src/stores/x.ts', "import { fakeGateway } from '../testing/fake-gateway.ts';"],
    ['apps/desktop/src/gateway/x.ts', "import { useAgentStore } from '../stores/agent/agent-store.ts';"],
    ['apps/desktop/src/api/x.ts', "import { send } from '../gateway/gateway.ts';"],
    ['apps/desktop/src/ui/x.tsx', "import { useAgentStore } from '../stores/agent/agent-store.ts';"],
    ['apps/desktop/src/lib/x.ts', "import { Button } from '../ui/button.tsx';"],
    ['apps/desktop/src/customer/x.tsx', "import { Button } from '../ui/button.tsx';"],
    ['apps/desktop/src/app/x.tsx', "import { UserAgent } from 'sip.js';"],
    ['apps/desktop/src/app/x.tsx', "import { useState } from 'preact/hooks';"],
  ])('sees that %s must not have: %s', (path, text) => {
    expect(findForbiddenImports({ path, text })).toHaveLength(1);
  });

  test.each([
    ['apps/server/src/domain/x.ts', "import { z } from 'zod';\nimport { Table } from '../base/table.ts';"],
    ['apps/server/src/services/auth/x.ts', "import { createHash } from 'node:crypto';"],
    ['apps/server/src/services/admission/x.ts', "import { isIPv6 } from 'node:net';"],
    ['apps/server/src/edges/storage/x.ts', "import Database from 'better-sqlite3';"],
    ['apps/server/src/domain/x.test.ts', "import { row } from '../support/routing-rows.ts';"],
    ['apps/desktop/src/features/chat/x.tsx', "import { Composer } from './composer.tsx';"],
    ['apps/desktop/src/app/x.tsx', "import { ChatPane } from '../features/chat/chat-pane.tsx';"],
    ['apps/server/src/domain/x.ts', "// import { Recorder } from '../services/recorder/recorder.ts';"],
  ])('lets %s have: %s', (path, text) => {
    expect(findForbiddenImports({ path, text })).toEqual([]);
  });

  test('reads imports of every form', () => {
    const text = [
      "import './app.css';",
      "import a, { type B, c } from './a.ts';",
      "import * as d from './d.ts';",
      "export * from './e.ts';",
      "import {\n  f,\n  type G,\n} from './f.ts';",
      "const h = await import('./h.ts');",
    ].join('\n');
    expect(importsOf(text)).toEqual([
      { from: './app.css', names: [] },
      { from: './a.ts', names: ['B', 'c'] },
      { from: './d.ts', names: [] },
      { from: './e.ts', names: [] },
      { from: './f.ts', names: ['f', 'G'] },
      { from: './h.ts', names: [] },
    ]);
  });

  test('finds a circle of rooms where no files make one', () => {
    const house = [
      { path: 'house/hall/a.ts', text: "import '../attic/b.ts';" },
      { path: 'house/attic/b.ts', text: "import '../../garden.ts';" },
      { path: 'house/attic/c.ts', text: "import '../hall/d.ts';" },
      { path: 'house/hall/d.ts', text: "import './a.ts';" },
    ];
    expect(findRoomCircles(house, 'house')).toEqual(['hall → attic → hall']);
    expect(findRoomCircles(house.slice(0, 2), 'house')).toEqual([]);
  });

  test('takes each folder that has folders for a house', () => {
    const paths = ['garden.ts', 'house/hall/a.ts', 'house/hall/cupboard/b.ts', 'house/attic/c.ts'];
    expect(housesOf(paths.map((path) => ({ path, text: '' })))).toEqual(['house', 'house/hall']);
  });

  test('finds a circle', () => {
    const circle = [
      { path: 'a.ts', text: "import './b.ts';" },
      { path: 'b.ts', text: "import './c.ts';" },
      { path: 'c.ts', text: "import './a.ts';\nimport './d.ts';" },
      { path: 'd.ts', text: '' },
    ];
    expect(findCircles(circle)).toEqual(['a.ts → b.ts → c.ts → a.ts']);
    expect(findCircles(circle.slice(1))).toEqual([]);
  });
});
