import { expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

it('[RE20] counts by label', async () => {
  const metrics = new Metrics();
  metrics.count('sip_requests_received', { method: 'MESSAGE' });
  metrics.count('sip_requests_received', { method: 'MESSAGE' });
  metrics.count('sip_stack', { what: 'messageDropped', from: '10.0.0.5' });
  const text = await metrics.read();
  expect(text).toContain('cordboard_sip_requests_received_total{method="MESSAGE"} 2\n');
  expect(text).toContain('cordboard_sip_stack_total{what="messageDropped"} 1\n');
});

it('[RE20] label values from peers are bounded', async () => {
  const metrics = new Metrics();
  for (let method = 0; method < 1000; method += 1) metrics.count('sip_requests_received', { method: `M${method}` });
  const text = await metrics.read();
  expect(text.match(/^cordboard_sip_requests_received_total\{/gm)).toHaveLength(61);
  expect(text).toContain('cordboard_sip_requests_received_total{method="other"} 940\n');
});

it('[RE20] measures durations and sizes', async () => {
  const metrics = new Metrics();
  metrics.observe('store_commit_seconds', 0.003);
  expect(await metrics.read()).toContain('cordboard_store_commit_seconds_bucket{le="0.005"} 1\n');
});

it('[RE20][RG14][TK2] reads the present state when it is asked', async () => {
  const metrics = new Metrics();
  let waiting: [string, number][] = [['VQ_Any', 3]];
  metrics.observeSources({
    sockets: () => 2,
    deskWatchers: () => 2,
    connections: () => [['http', 7]],
    interactionsOpen: () => 5,
    waiting: () => waiting,
    agents: () => [['ready', 4]],
    bindings: () => 7,
    trunks: () => [['1901', 1]],
    isStoreAvailable: () => true,
  });
  metrics.observeProcess();
  const text = await metrics.read();
  for (const line of [
    'cordboard_sockets 2',
    'cordboard_desk_watchers 2',
    'cordboard_connections{kind="http"} 7',
    'cordboard_interactions_open 5',
    'cordboard_interactions_waiting{queue="VQ_Any"} 3',
    'cordboard_agents{state="ready"} 4',
    'cordboard_bindings 7',
    'cordboard_trunk_up{trunk="1901"} 1',
    'cordboard_store_available 1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toContain('cordboard_nodejs_eventloop_lag_seconds');
  waiting = [];
  expect(await metrics.read()).not.toContain('VQ_Any');
});

it('[RE20] shows what others have counted', async () => {
  const metrics = new Metrics();
  let refused = 1;
  metrics.observeTransports(() => [['refused', 'TLS', refused]]);
  await metrics.read();
  refused = 3;
  expect(await metrics.read()).toContain('cordboard_transport_total{what="refused",transport="TLS"} 3\n');
});

it('[RE20] asks nothing of a server that has ended', async () => {
  const metrics = new Metrics();
  metrics.observeProcess();
  let asked = 0;
  metrics.observeTransports(() => {
    asked += 1;
    return [];
  });
  await metrics.read();
  expect(asked).toBe(1);
  metrics.close();
  await metrics.read();
  expect(asked).toBe(1);
});
