import { simulateOperations } from './simulate-operations.ts';

simulateOperations({ part: 1, of: 2 });
