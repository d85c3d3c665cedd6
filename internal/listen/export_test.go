package listen

// Affordable is how many connections there may be at so many descriptors.
var Affordable = affordable
