import type { ResolvedSpeed } from '../definition/define-speed.js';
import type { SpeedModel } from '../definition/speed-model.js';
import { timeModel } from '../speed/time-model.js';
import { timed } from '../support/timed.js';
import { roundsOf } from './calibrate-layers.js';
import type { UnitCosts } from './costs.js';

/** Times a model in one round of each phase. Other repetitions cost the same. */
export async function calibrateSpeed(speed: ResolvedSpeed, model: SpeedModel): Promise<UnitCosts> {
  const once = { ...speed, rounds: { least: 1, most: 1 } };
  const [seconds, measurements] = await timed(() => timeModel(once, model, { repetition: 0 }));
  const { rounds, secondsPerPhase } = speed;
  return {
    threads: Math.max(...speed.threads),
    costs: [
      { what: 'preparing', times: 1, seconds },
      ...measurements.map(({ contestants, steps }) => {
        const round = contestants.reduce((sum, { milliseconds }) => sum + milliseconds.median, 0) * steps;
        const times = roundsOf(round / 1000, { rounds, seconds: secondsPerPhase }) - 1;
        return { what: 'round', times, seconds: round / 1000 };
      }),
    ],
  };
}
