export { VirtualClock as FakeClock } from '../../../src/base/virtual-clock.ts';
