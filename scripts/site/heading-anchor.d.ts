/** The anchor that GitHub gives a heading. The site uses the same, so that a link works in both places. */
export declare function headingAnchor(heading: string): string;
