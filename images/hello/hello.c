/* davit/hello: says that everything from the client to the kernel works. */
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(void) {
    struct utsname host;
    if (uname(&host) != 0) {
        perror("uname");
        return 1;
    }
    printf("\nHello from Davit!\n\n"
           "This container is %s. Its process has pid %d, and its kernel is %s %s.\n"
           "To get here, your client asked the gateway, which asked the engine; storage mounted the image,\n"
           "network made the namespace and its veth, and the executor started this process.\n\n"
           "Try next:  docker run --rm davit/hello\n\n",
           host.nodename, (int)getpid(), host.sysname, host.release);
    return 0;
}
