// Package listen is where connections come in: how many there may be, of whom, and under which certificate.
//
// A connection past its bounds is closed before anything of it is read, so strangers cost a bounded number of descriptors and buffers.
// Certificates are read anew when their files change, without a signal and without a goroutine: whoever comes first after a second
// looks.
package listen
