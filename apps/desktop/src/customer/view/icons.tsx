/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const DotIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="4.5" fill="currentColor" stroke="none" />
  </Icon>
);

export const RingIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="4.5" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.8V8l2.2 1.6" />
  </Icon>
);

export const WorkingIcon = () => (
  <Icon>
    <g class="turning">
      <path d="M13.5 8A5.5 5.5 0 1 1 8 2.5" />
    </g>
  </Icon>
);

export const TroubleIcon = () => (
  <Icon>
    <path d="M8 2.2 14.4 13.4H1.6Z" />
    <path d="M8 6.6v3M8 11.6v.01" />
  </Icon>
);

export const OverIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6" />
    <path d="M5.4 8h5.2" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m3.2 8.4 3.2 3.2 6.4-7" />
  </Icon>
);

export const DoubleCheckIcon = () => (
  <Icon>
    <path d="m1.4 8.4 3 3.2 5.8-7M7 11l.6.6 6.6-7" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M2.6 8h10M8.6 3.8 12.8 8l-4.2 4.2" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M8 3v10M3.8 8.8 8 13l4.2-4.2" />
  </Icon>
);
