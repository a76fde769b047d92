import { type Strategy, strategySchema } from '@cordboard/shared/routing/strategy';
import { ContactCentre } from '../centre/contact-centre.ts';
import { demoConfiguration } from '../centre/test-world.ts';

/** A centre in which these routing points have these strategies, each named `of <number>`. */
export function centreWith(
  strategies: Readonly<Record<string, object>>,
  change: Parameters<typeof demoConfiguration>[0] = () => {},
): Promise<ContactCentre> {
  const configuration = demoConfiguration((file) => {
    for (const [number, draft] of Object.entries(strategies)) {
      const strategy: Strategy = strategySchema.parse({ name: `of ${number}`, version: 1, ...draft });
      file.strategies.push(strategy);
      for (const dn of file.directoryNumbers) {
        if (dn.number === number && dn.type === 'routingPoint') dn.strategy = strategy.name;
      }
    }
    change(file);
  });
  return ContactCentre.open({ configuration });
}
