/** TRouteType: how TRouteCall means its destination. */
export const RouteType = {
  Unknown: 0,
  Default: 1,
  Label: 2,
  OverwriteDNIS: 3,
  DDD: 4,
  IDDD: 5,
  Direct: 6,
  Reject: 7,
  Announcement: 8,
  PostFeature: 9,
  DirectAgent: 10,
  Priority: 11,
  DirectPriority: 12,
  AgentID: 13,
  CallDisconnect: 14,
} as const;
export type RouteType = (typeof RouteType)[keyof typeof RouteType];

/** Whether TRouteCall of this type may come without a destination. */
export function mayLackDestination(routeType: number | undefined): boolean {
  return routeType === RouteType.Default || routeType === RouteType.Reject || routeType === RouteType.CallDisconnect;
}
