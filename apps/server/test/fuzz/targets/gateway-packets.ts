import assert from 'node:assert/strict';
import { requestSchemas } from '@cordboard/shared/tlib/requests';
import { WebSocket } from 'ws';
import { type FuzzSubject, type FuzzTarget, joinSegments, splitSegments } from '../fuzz-target.ts';
import { openWholeServer, withTokens } from './whole-server.ts';

const ANSWER_MS = 4;
const request = (attributes: object) =>
  `42/tlib,["request",${JSON.stringify({ referenceID: 1, thisDN: '1001', ...attributes })}]`;

/** Engine.IO packets of one connection; those that begin with `binary:` go as binary frames. */
const seeds: readonly Buffer[] = [
  ...Object.keys(requestSchemas).map((name) =>
    joinSegments([
      '40/tlib,{"token":"{agent}","lastSequence":3}',
      request({ name: 'TRegisterAddress' }),
      request({ name, otherDN: '1002', connID: '1', extensions: { im: 'x' } }),
    ]),
  ),
  joinSegments([
    '40/desk,{"token":"{supervisor}"}',
    '42/desk,["watch",{"team":true}]',
    '42/desk,7["watch"]',
    '41/desk,',
  ]),
  joinSegments([
    '40/stat,{"token":"{supervisor}"}',
    '42/stat,["open",{"referenceID":1,"object":{"type":"agent","id":"1001"},"statType":"CurrentAgentState","profile":{"type":"sinceLogin"},"notification":{"mode":"changes"}}]',
  ]),
  joinSegments([
    '40/tlib,{"token":"{router}"}',
    '451-/tlib,["request",{"_placeholder":true,"num":0}]',
    'binary:abcd',
    '3',
    '2',
    '2probe',
    '5',
    '6',
  ]),
  joinSegments(['40', '42["x"]', '40/nowhere,', '44/tlib,{"message":"x"}', '46-/tlib,12["a"]', '1']),
];

/** Whatever comes over socket.io, nothing throws and the next one is served. */
async function openGateway(): Promise<FuzzSubject> {
  const server = await openWholeServer();
  const url = `ws://127.0.0.1:${server.httpPort}/socket.io/?EIO=4&transport=websocket`;
  const opened = (socket: WebSocket) =>
    new Promise<void>((resolve, reject) => {
      socket.once('message', () => resolve());
      socket.once('error', reject);
    });
  return {
    feed: async (input) => {
      const socket = new WebSocket(url);
      await opened(socket);
      socket.on('error', () => {});
      for (const segment of splitSegments(withTokens(input, server.tokens))) {
        if (socket.readyState !== WebSocket.OPEN) break;
        if (segment.subarray(0, 7).toString() === 'binary:') socket.send(segment.subarray(7));
        else socket.send(segment.toString('utf8'));
      }
      await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
      socket.terminate();
      server.check();
    },
    close: async () => {
      const health = await fetch(`http://127.0.0.1:${server.httpPort}/healthz`);
      assert.equal(health.status, 200);
      await server.close();
    },
  };
}

export const gatewayPackets: FuzzTarget = {
  name: 'gateway',
  seeds,
  dictionary: [
    '40/tlib,',
    '42/tlib,',
    '451-',
    '{"_placeholder":true,"num":0}',
    '"_placeholder":true',
    '99999',
    '["request"',
    '["watch"',
    '["open"',
    'binary:',
    '{"token":"{admin}"}',
    '[',
    ']',
    '{',
    '}',
    '"',
    ',',
    '\\u0000',
    '__proto__',
  ],
  inputsPerSubject: 2_000,
  inputsInTest: 0,
  open: openGateway,
};
