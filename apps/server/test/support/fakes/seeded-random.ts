export { SeededRandom } from '../../../src/base/seeded-random.ts';
