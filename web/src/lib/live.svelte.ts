/** What the server tells by itself: how many reports, warnings and remarks came in since the page was opened. */

class Live {
  isOn = $state(false);
  /** Grows with each thing that is new, by kind; pages that show such things ask again when it grows. */
  reports = $state(0);
  warnings = $state(0);
  remarks = $state(0);

  tell(data: string, kind = ""): void {
    let said = kind;
    try {
      said = (JSON.parse(data) as { kind?: string }).kind ?? kind;
    } catch {
      // A line that is no JSON has its kind in its name.
    }
    if (said === "report") this.reports += 1;
    if (said === "warning") this.warnings += 1;
    if (said === "remark") this.remarks += 1;
  }
}

export const live = new Live();
