import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { show } from '../testing/render';
import { HelpNow } from './HelpNow';
import { CHECKED_ON, REGIONS, regionOf } from './regions';

test('the region follows the zone, unless another was chosen', () => {
  expect(regionOf(undefined, 'Europe/Berlin')?.region).toBe('DE');
  expect(regionOf(undefined, 'America/Indiana/Knox')?.region).toBe('US');
  expect(regionOf('GB', 'Europe/Berlin')?.region).toBe('GB');
  expect(regionOf(undefined, 'Antarctica/Troll')).toBeUndefined();
  expect(regionOf('elsewhere', 'Europe/Berlin')).toBeUndefined();
});

test('no zone belongs to two regions, and each region has a number for danger of life', () => {
  const zones = REGIONS.flatMap((region) => region.zones);
  expect(new Set(zones).size).toBe(zones.length);
  for (const region of REGIONS) expect(region.emergency).toMatch(/^\d+$/);
  expect(Date.parse(CHECKED_ON)).toBeLessThanOrEqual(Date.now());
});

test('the numbers can be called, and nobody is said to watch', async () => {
  const user = userEvent.setup();
  const { container } = show(<HelpNow />);
  await user.click(screen.getByRole('button', { name: 'Help now' }));
  await user.selectOptions(screen.getByLabelText('Where you are'), 'GB');
  expect(screen.getByRole('link', { name: 'Call 116 123' })).toHaveAttribute('href', 'tel:116123');
  expect(screen.getByRole('dialog')).toHaveTextContent('Nobody here reads what you write');
  expect(await axe(container)).toHaveNoViolations();
  await user.selectOptions(screen.getByLabelText('Where you are'), '');
  expect(screen.getByRole('link', { name: /helpline in your country/ })).toBeVisible();
});
