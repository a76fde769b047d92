import { simulateOperations } from './simulate-operations.ts';

simulateOperations({ part: 2, of: 2 });
