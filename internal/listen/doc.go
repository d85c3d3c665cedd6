// Package listen is where connections come in: how many there may be, of whom, and under which certificate.
//
// A connection past its bounds is closed before anything of it is read, so strangers cost a bounded number of descriptors and buffers. And
// nobody keeps others out by silence: when all connections are taken, the one that has been silent longest makes room for the next.
// Certificates are read anew when their files change, without a signal and without a goroutine: whoever comes first after a second
// looks.
package listen
