/** What the outside router does, and what befalls it. */
import type { SimulatedRouter } from '../peers/simulated-router.ts';
import type { Act, Stage } from './stage.ts';

export function listRouterActs({ random }: Stage, router: SimulatedRouter): readonly Act[] {
  return [
    { weight: 10, name: 'the router asks', act: () => router.decide() },
    { weight: 0.4, name: 'the router registers', act: () => router.register() },
    { weight: 0.1, name: 'the router unregisters', act: () => router.unregister() },
    { weight: 0.6, name: 'the router loses its connection', act: () => router.loseConnection(random.below(8000)) },
  ];
}
