import type { Service } from '../domain/catalogue.js';

/** The class that gives a tile its service's colour; inline styles are refused by our CSP. */
export const tileClass = (service: Service): string => `tuile-${service.code.toLowerCase()}`;

/**
 * The style sheet of the catalogue's colours: each with the ink that reads on it and a pale
 * twin for services not active yet.
 */
export function tileStyles(services: readonly Service[]): string {
  return services
    .flatMap((service) => {
      const colour = readColour(service.tile?.colour);
      if (colour === undefined) return [];
      const deep = darkenedUntilReadable(colour);
      return [
        `.${tileClass(service)} { --tile: ${text(deep)}; ` +
          `--tile-pale: ${text(mix(colour, white, 0.84))}; ` +
          `--tile-dark: ${text(mix(colour, night, 0.7))}; }`,
      ];
    })
    .join('\n');
}

type Colour = readonly [red: number, green: number, blue: number];

const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
const night: Colour = [22, 27, 40];
/** WCAG AA for the small text of a tile. */
const contrastMin = 4.8;

function readColour(text: string | undefined): Colour | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text ?? '');
  if (match === null) return undefined;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((part) => Number.parseInt(part, 16));
  return [red, green, blue];
}

const text = (colour: Colour): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const mix = (from: Colour, to: Colour, share: number): Colour => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

/** White text must read on it: a light colour of the catalogue is deepened. */
function darkenedUntilReadable(colour: Colour): Colour {
  for (let share = 0; share < 1; share += 0.05) {
    const deeper = mix(colour, black, share);
    if (1.05 / (luminance(deeper) + 0.05) >= contrastMin) return deeper;
  }
  return black;
}

/** Relative luminance (WCAG 2.1). */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
