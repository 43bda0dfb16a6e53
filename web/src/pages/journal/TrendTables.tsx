import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import { familyOf } from './feelings';
import { journalTexts } from './texts';
import { countOf, type DayTrend, type FamilySum } from './trends';

interface Props {
  families: readonly FamilySum[];
  days: readonly DayTrend[];
}

/** How many entries of each feeling a day has, the newest first, and their sums. */
export function OftenTable({ families, days }: Props) {
  const t = useTexts(journalTexts);
  const format = useFormats();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t.trendView.day}</th>
          {families.map(({ family }) => (
            <th key={family} scope="col">
              {t.families[family]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.day}>
            <th scope="row">{format.plainDay(day.day)}</th>
            {families.map(({ family }) => (
              <td key={family}>{countOf(day, family)}</td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t.trendView.all}</th>
          {families.map(({ family, count }) => (
            <td key={family}>{count}</td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

/** How strong each feeling was in the mean of a day, the newest first, and of all days. */
export function StronglyTable({ families, days }: Props) {
  const t = useTexts(journalTexts);
  const format = useFormats();
  const inOne = (mean: number) => format.number(Math.round(mean * 10) / 10);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t.trendView.day}</th>
          <th scope="col">{t.family}</th>
          <th scope="col">{t.trendView.mean}</th>
        </tr>
      </thead>
      <tbody>
        {days.flatMap(({ day, families: felt }) =>
          felt.map((each) => (
            <tr key={`${day} ${each.family}`}>
              <th scope="row">{format.plainDay(day)}</th>
              <td>{t.families[familyOf(each)]}</td>
              <td>{inOne(each.meanIntensity)}</td>
            </tr>
          )),
        )}
      </tbody>
      <tfoot>
        {families.map(({ family, mean }) => (
          <tr key={family}>
            <th scope="row">{t.trendView.all}</th>
            <td>{t.families[family]}</td>
            <td>{inOne(mean)}</td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
}
