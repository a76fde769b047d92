import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { defaultGatewayLimits } from './gateway-limits.ts';
import { SendBuffer, WaitingOfAll } from './send-buffer.ts';

const limits = {
  ...defaultGatewayLimits,
  waitingBytesMax: 100,
  waitingPacketsMax: 5,
  waitingBytesOfAllMax: 150,
  fairShareBytes: 60,
};

class Connection extends EventEmitter {
  readonly transport = new EventEmitter();

  write(data: string): void {
    this.emit('packetCreate', { data });
  }
}

function setUp(ofAll = new WaitingOfAll()) {
  const connection = new Connection();
  return { connection, ofAll, buffer: new SendBuffer(connection, limits, ofAll) };
}

describe('what waits for a client', () => {
  it('[GW13] is what was gathered and what was flushed but not drained', () => {
    const { connection, buffer, ofAll } = setUp();
    connection.write('x'.repeat(30));
    connection.emit('flush');
    connection.write('x'.repeat(20));
    expect([buffer.bytes, ofAll.bytes]).toEqual([50, 50]);
    connection.transport.emit('drain');
    expect([buffer.bytes, ofAll.bytes]).toEqual([20, 20]);
    connection.emit('close');
    connection.write('late');
    expect([buffer.bytes, ofAll.bytes]).toEqual([0, 0]);
  });

  it('[GW13] is too much above the bytes', () => {
    const { connection, buffer } = setUp();
    connection.write('x'.repeat(100));
    expect(buffer.isOverfull).toBe(false);
    connection.write('x');
    expect(buffer.isOverfull).toBe(true);
  });

  it('[GW13] is too much above the packets', () => {
    const { connection, buffer } = setUp();
    for (let packet = 0; packet < 5; packet += 1) connection.write('');
    expect(buffer.isOverfull).toBe(false);
    connection.write('');
    expect(buffer.isOverfull).toBe(true);
  });

  it('[GW13] when all together is too much, only those above the fair share are overfull', () => {
    const ofAll = new WaitingOfAll();
    const [greedy, other, modest] = [setUp(ofAll), setUp(ofAll), setUp(ofAll)];
    greedy.connection.write('x'.repeat(90));
    other.connection.write('x'.repeat(50));
    expect(greedy.buffer.isOverfull).toBe(false);
    modest.connection.write('x'.repeat(20));
    expect([greedy, other, modest].map(({ buffer }) => buffer.isOverfull)).toEqual([true, false, false]);
  });
});
